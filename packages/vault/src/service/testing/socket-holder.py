"""Holds a listening socket and starts programs on it, as systemd does (sd_listen_fds(3)). Reads commands, a line of JSON each."""

import json
import os
import signal
import socket
import subprocess
import sys

held = socket.socket()
held.bind(("127.0.0.1", 0))
held.listen(1024)
os.dup2(held.fileno(), 3)
os.set_inheritable(3, True)
print(json.dumps({"port": held.getsockname()[1]}), flush=True)
children = []
for line in sys.stdin:
    command = json.loads(line)
    if "start" in command:
        shell = ["sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"', "sh", *command["start"]]
        children.append(subprocess.Popen(shell, pass_fds=(3,)))
    else:
        child = children.pop(0)
        child.send_signal(signal.SIGTERM)
        print(json.dumps({"status": child.wait()}), flush=True)
for child in children:
    child.kill()
    child.wait()
