"""The room of mails: whoever wants one sent calls a function of `account_mails` or `people_mails`.

A mail goes this way:

    account_mails, people_mails   what is told to whom, one function a mail (words: templates/email)
    links                         addresses of pages in mails
    outbox                        stores the mail in the caller's transaction, wakes the sender after it
    delivery                      gives stored mails to the mail server

When a mail is tried again or given up says `services/site/mail.py`; `cli/mail.py` is cron's way in.
"""
