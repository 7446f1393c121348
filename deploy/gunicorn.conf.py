"""gunicorn behind nginx; every value may be overridden on its command line."""

import multiprocessing

bind = "unix:/run/calisthenics/app.sock"
workers = 2 * multiprocessing.cpu_count() + 1
# A page takes milliseconds; who needs longer than this is stuck.
timeout = 30
# A worker that is asked to stop may finish the mail it is sending.
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
# Workers report here that they live; a slow disk must not make them look dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108  memory, not a file others could replace
# gunicorn's control socket is of no use here and its address may be taken.
control_socket_disable = True
accesslog = None
errorlog = "-"
capture_output = True
