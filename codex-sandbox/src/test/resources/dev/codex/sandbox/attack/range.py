"""What the attacks aim at, on the host's side. Argument: an empty folder. Ends with its input."""
import ctypes, json, os, socket, sys, threading, uuid

base = os.path.realpath(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
j = lambda *names: os.path.join(base, *names)

def put(path, text=""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)

for path in ("file", "move-me", "home/.bashrc", "home/.ssh/authorized_keys", "secret"):
    put(j("outside", path), "outside\n")
os.makedirs(j("outside/folder"))
os.makedirs(j("workspace/.git/hooks"))
os.makedirs(j("workspace/sub/.git/hooks"))
os.makedirs(j("tmp"))
put(j("workspace/.git/config"))
put(j("workspace/mine"), "mine\n")
put(j("tmp/host-file"))
for name in ("bwrap", "sh", "bash", "codex-linux-sandbox"):
    put(j("workspace", name), "#!/bin/sh\necho x > %s\nexec /bin/sh \"$@\"\n" % j("outside/taken"))
    os.chmod(j("workspace", name), 0o755)

unique = uuid.uuid4().int % 10**9
facts = {"sleep47": "7747.%d" % unique, "sleep48": "7748.%d" % unique, "base": base, "victim": os.getpid(), "id": uuid.uuid4().hex}
tcp = socket.create_server(("127.0.0.1", 0)); facts["tcp"] = tcp.getsockname()[1]
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(("127.0.0.1", 0))
facts["udp"] = udp.getsockname()[1]
facts["abstract"] = "codex-attack-" + facts["id"]
abstract = socket.socket(socket.AF_UNIX); abstract.bind("\0" + facts["abstract"]); abstract.listen(8)
os.chdir(j("outside"))
stream = socket.socket(socket.AF_UNIX); stream.bind("stream.sock"); stream.listen(8)
dgram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); dgram.bind("dgram.sock")
def serve(s, answer):
    while True:
        data, sender = s.recvfrom(99)
        answer(data, sender)
threading.Thread(target=serve, args=(udp, udp.sendto), daemon=True).start()
threading.Thread(target=serve, args=(dgram, lambda data, sender: None), daemon=True).start()
facts["shm"] = libc.shmget(0, 4096, 0o1000 | 0o666)
secret = ctypes.create_string_buffer(b"canary-in-memory"); facts["address"] = ctypes.addressof(secret)
facts["queue"] = "codex-" + facts["id"]
libc.syscall(240, facts["queue"].encode(), os.O_CREAT | os.O_RDWR, 0o666, None)
libc.prctl(0x59616d61, -1, 0, 0, 0)
print(json.dumps(facts), flush=True)
sys.stdin.read()
libc.shmctl(facts["shm"], 0, None)
libc.syscall(241, facts["queue"].encode())
