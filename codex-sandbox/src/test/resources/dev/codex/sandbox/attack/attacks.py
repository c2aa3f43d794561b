"""Tries what a confined command must not do. Arguments: the facts of the range, the host process.

Prints one line for each attempt: its number and "succeeded", "failed" or "host", which leaves the
verdict to somebody outside. Every attempt has a process of its own.
"""
import ctypes, errno, fcntl, json, mmap, os, resource, shutil, signal, socket, stat, struct
import subprocess, sys, time

INHERITED = [fd for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and os.path.exists("/proc/self/fd/" + fd)]
facts = json.loads(sys.argv[1])
host = int(sys.argv[2])
victim = facts["victim"]
base = facts["base"]
ws = os.path.join(base, "workspace")
out = os.path.join(base, "outside")
tmp = os.path.join(base, "tmp")
libc = ctypes.CDLL(None, use_errno=True)
ATTACKS = {}

def attack(number):
    return lambda function: ATTACKS.setdefault(number, function)

def call(number, *arguments):
    result = libc.syscall(number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    return -ctypes.get_errno() if result == -1 else result

def write(path, text="x\n", mode="w"):
    with open(path, mode) as f:
        f.write(text)
    return True

def runs(*words):
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=5).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False

def any_of(*attempts):
    for a in attempts:
        try:
            if a():
                return True
        except Exception:
            pass
    return False

def reachable(result):
    return result >= 0 or -result not in (errno.EPERM, errno.ENOSYS, errno.EACCES)

attack(1)(lambda: write(out + "/new"))
@attack(2)
def _():
    os.symlink(out, ws + "/link2"); return write(ws + "/link2/two")
@attack(3)
def _():
    os.link(out + "/file", ws + "/hard"); return write(ws + "/hard", mode="a")
@attack(4)
def _():
    runs("mv", out + "/move-me", ws + "/moved"); return not os.path.exists(out + "/move-me")
@attack(5)
def _():
    runs("mv", ws + "/mine", out + "/mine"); return os.path.exists(out + "/mine")
attack(6)(lambda: write(ws + "/.git/hooks/pre-commit"))
@attack(7)
def _():
    os.rename(ws + "/.git", ws + "/git7"); os.rename(ws + "/git7", ws + "/.git"); return True
attack(8)(lambda: write(ws + "/.git/config", "[core]\n fsmonitor = evil\n", "a"))
@attack(9)
def _():
    os.makedirs(ws + "/.codex", exist_ok=True); return write(ws + "/.codex/config.toml")
@attack(10)
def _():
    os.symlink(out, ws + "/.agents"); return True
@attack(11)
def _():
    return any_of(lambda: write(ws + "/sub/.git/hooks/pre-commit"),
                  lambda: [os.rename(ws + "/sub", ws + "/sub2"), os.rename(ws + "/sub2", ws + "/sub")])
@attack(12)
def _():
    os.rename(ws, ws + "-12"); os.rename(ws + "-12", ws); return True
@attack(13)
def _():
    shutil.rmtree(ws, ignore_errors=True); return not os.path.exists(ws + "/.git/config")
attack(14)(lambda: any_of(lambda: write("/proc/self/root" + out + "/n14"),
                          lambda: write("/proc/1/root" + out + "/n14")))
attack(15)(lambda: any_of(lambda: write("/proc/%d/root%s/n15" % (host, out)),
                          lambda: write("/proc/%d/root%s/n15" % (victim, out)),
                          lambda: write("/proc/%d/cwd/n15" % victim)))
@attack(16)
def _():
    os.chmod(out + "/file", 0o600); return True
attack(17)(lambda: any_of(lambda: os.utime(out + "/file", (1, 1)) is None,
                          lambda: os.setxattr(out + "/file", "user.x", b"1") is None))
@attack(18)
def _():
    os.truncate(out + "/file", 0); return True
def disk():
    for name in os.listdir("/sys/class/block"):
        device = os.makedev(*map(int, open("/sys/class/block/%s/dev" % name).read().split(":")))
        os.mknod(ws + "/disk19", stat.S_IFBLK | 0o600, device)
        os.close(os.open(ws + "/disk19", os.O_RDONLY)); return True
attack(19)(lambda: any_of(disk, lambda: open("/dev/vda"), lambda: open("/dev/sda")))
@attack(20)
def _():
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128)); mount = ctypes.c_int()
    r = call(303, -100, ctypes.c_char_p((out + "/file").encode()), handle, ctypes.byref(mount), 0)
    return r >= 0 and call(304, os.open(out, os.O_RDONLY), handle, os.O_RDONLY) >= 0
@attack(21)
def _():
    fd = os.open(ws, 0o20200000 | os.O_RDWR, 0o600)
    source = ctypes.c_char_p(b"/proc/self/fd/%d" % fd); target = ctypes.c_char_p((out + "/n21").encode())
    return call(265, -100, source, -100, target, 0x400) == 0
@attack(22)
def _():
    write("/dev/shm/" + facts["id"]); return "host"
attack(23)(lambda: write(tmp + "/n23"))
attack(24)(lambda: write(ws + "/n24"))
attack(25)(lambda: any_of(lambda: write(out + "/home/.bashrc", mode="a"),
                          lambda: write(out + "/home/.ssh/authorized_keys", mode="a")))
@attack(26)
def _():
    write("/etc/cron.d/codex-attack"); os.remove("/etc/cron.d/codex-attack"); return True
def own_files():
    found = [f for f in os.listdir("/dev/shm") if f.startswith("codex-")]
    return bool(found)
attack(27)(lambda: any_of(own_files, lambda: os.listdir("/proc/%d/fd" % host)))
attack(28)(lambda: runs("unshare", "-Urm", "sh", "-c",
                        "mount -o remount,bind,rw / && echo x > %s/n28" % out))
attack(29)(lambda: runs("unshare", "-Urm", "sh", "-c",
                        "mount --bind %s %s/.git && echo x > %s/.git/n29" % (tmp, ws, ws)))
attack(30)(lambda: runs("mount", "-o", "remount,rw", "/"))
attack(31)(lambda: call(166, ctypes.c_char_p((ws + "/.git").encode()), 2) == 0
           and write(ws + "/.git/hooks/n31"))
attack(32)(lambda: call(272, 0x10000000) == 0)
attack(33)(lambda: any_of(lambda: call(308, os.open("/proc/%d/ns/mnt" % host, 0), 0) == 0,
                          lambda: call(308, os.open("/proc/1/ns/mnt", 0), 0) == 0))
attack(34)(lambda: any_of(lambda: runs("mount", "-t", "tmpfs", "t", tmp),
                          lambda: runs("mount", "-t", "proc", "p", tmp),
                          lambda: call(430, ctypes.c_char_p(b"tmpfs"), 0) >= 0))
@attack(35)
def _():
    if call(101, 16, victim, 0, 0) < 0:
        return False
    os.waitpid(victim, 0x40000000); call(101, 17, victim, 0, 0); return True
@attack(36)
def _():
    buffer = ctypes.create_string_buffer(16)
    local = struct.pack("QQ", ctypes.addressof(buffer), 16); remote = struct.pack("QQ", facts["address"], 16)
    return call(310, victim, local, 1, remote, 1, 0) == 16
attack(37)(lambda: len(open("/proc/%d/environ" % host, "rb").read()) >= 0)
attack(38)(lambda: open("/proc/%d/mem" % host, "r+b"))
@attack(39)
def _():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if b"canary-in-environment" in open("/proc/%s/environ" % pid, "rb").read():
                return True
        except OSError:
            pass
attack(40)(lambda: os.kill(victim, 0) is None)
attack(41)(lambda: os.kill(host, 0) is None)
attack(42)(lambda: resource.prlimit(victim, resource.RLIMIT_CORE, (0, 0)))
attack(43)(lambda: any_of(lambda: os.setpriority(os.PRIO_PROCESS, victim, 1) is None,
                          lambda: os.sched_setaffinity(victim, os.sched_getaffinity(0)) is None))
attack(44)(lambda: call(438, call(434, victim, 0), 0, 0) >= 0)
attack(45)(lambda: bool(INHERITED))
attack(46)(lambda: any("canary" in value for value in os.environ.values()))
@attack(47)
def _():
    subprocess.Popen(["sleep", facts["sleep47"]], start_new_session=True, stdin=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); return "host"
@attack(48)
def _():
    subprocess.run(["sh", "-c", "(setsid sleep %s &)" % facts["sleep48"]]); return "host"
@attack(49)
def _():
    children = [subprocess.Popen(["sleep", "5"]) for _ in range(60)]
    [c.kill() for c in children]; [c.wait() for c in children]; return True
attack(50)(lambda: len(bytearray(64 << 20)) > 0)
@attack(51)
def _():
    write(ws + "/big51", "x" * (8 << 20)); os.remove(ws + "/big51"); return True
@attack(52)
def _():
    value = open("/proc/sys/kernel/core_pattern").read(); return write("/proc/sys/kernel/core_pattern", value)
@attack(53)
def _():
    def make(parent):
        os.mkdir(parent + "/codex-53"); os.rmdir(parent + "/codex-53"); return True
    return any_of(*[lambda p=p: make(p) for p in
                    ["/sys/fs/cgroup"] + ["/sys/fs/cgroup/" + n for n in os.listdir("/sys/fs/cgroup")]])
attack(54)(lambda: write("/sys/kernel/uevent_helper", ""))
@attack(55)
def _():
    status = open("/proc/self/status").read()
    return os.geteuid() != 0 and "NoNewPrivs:\t0" in status
@attack(56)
def _():
    def changed():
        write(ws + "/suid56"); os.chmod(ws + "/suid56", 0o4755); return True
    def born():
        os.close(os.open(ws + "/born56", os.O_CREAT | os.O_WRONLY, 0o4755)); return True
    def tar():
        return runs("cp", "--preserve=mode", "/usr/bin/passwd", ws + "/copy56")
    any_of(changed); any_of(born); any_of(tar)
    return any_of(*[lambda n=n: os.stat(ws + n).st_mode & 0o4000 for n in ("/suid56", "/born56", "/copy56")])
@attack(57)
def _():
    s = socket.create_connection(("127.0.0.1", facts["tcp"]), 2); return True
@attack(58)
def _():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(1); s.sendto(b"x", ("127.0.0.1", facts["udp"])); return s.recv(9) == b"x"
attack(59)(lambda: any_of(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
                          lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)))
attack(60)(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
@attack(61)
def _():
    s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); s.settimeout(1)
    try:
        s.connect((2, 99))
    except PermissionError:
        return False
    except OSError:
        pass
    return True
@attack(62)
def _():
    socket.socket(socket.AF_UNIX).connect("\0" + facts["abstract"]); return True
@attack(63)
def _():
    os.chdir(out); socket.socket(socket.AF_UNIX).connect("stream.sock"); return True
@attack(64)
def _():
    os.chdir(out); s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    return s.sendmsg([b"x"], [], 0, "dgram.sock") == 1
@attack(65)
def _():
    os.chdir(out); s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", 0))]
    return s.sendmsg([b"x"], rights, 0, "dgram.sock") == 1
@attack(66)
def _():
    os.chdir(ws); s = socket.socket(socket.AF_UNIX); s.bind("s66"); s.listen(1); return True
attack(67)(lambda: reachable(call(425, 4, ctypes.create_string_buffer(120))))
@attack(68)
def _():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return s.sendto(b"x", 0x20000000, ("127.0.0.1", facts["tcp"])) > 0
def call32(number, a, b, c):
    code = (b"\x53\xb8" + struct.pack("I", number) + b"\xbb" + struct.pack("I", a) + b"\xb9" + struct.pack("I", b)
            + b"\xba" + struct.pack("I", c) + b"\xcd\x80\x5b\xc3")
    area = mmap.mmap(-1, 4096, prot=7); area.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(area))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
attack(69)(lambda: call32(359, socket.AF_INET, socket.SOCK_STREAM, 0) >= 0)
attack(70)(lambda: call32(359, socket.AF_UNIX, socket.SOCK_DGRAM, 0) >= 0)
attack(71)(lambda: fcntl.ioctl(os.open("/dev/tty", os.O_RDWR), 0x5412, b"x") == 0)
@attack(72)
def _():
    return any_of(*[lambda n=n: write("/dev/pts/" + n, "") for n in os.listdir("/dev/pts") if n != "ptmx"])
attack(73)(lambda: (libc.shmat(facts["shm"], None, 0) & 0xffffffff) != 0xffffffff)
attack(74)(lambda: any_of(lambda: call(250, 0, -3, 0) > 0,
                          lambda: call(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"x"),
                                       ctypes.c_char_p(b"y"), 1, -3) > 0))
attack(75)(lambda: any_of(lambda: open("/dev/kmsg"), lambda: open("/proc/kcore", "rb"),
                          lambda: open("/dev/mem", "rb"), lambda: call(103, 3, ctypes.create_string_buffer(99), 99) > 0))
@attack(76)
def _():
    time.clock_settime(time.CLOCK_REALTIME, time.time()); return True
@attack(77)
def _():
    socket.sethostname(socket.gethostname()); return True
attack(78)(lambda: call(175, 0, 0, ctypes.c_char_p(b"")) != -errno.EPERM)
attack(79)(lambda: reachable(call(321, 0, 0, 0)) or reachable(call(298, 0, 0, -1, -1, 0))
           or reachable(call(323, 1)))
attack(80)(lambda: write("/proc/%d/oom_score_adj" % victim, "1"))
attack(81)(lambda: open(out + "/secret").read() == "outside\n")
attack(82)(lambda: any_of(lambda: write(ws + "/.git/../.git/./hooks/n82"),
                          lambda: [os.chdir(ws), write("/proc/self/cwd/.git/hooks/n82")]))
@attack(83)
def _():
    os.makedirs(ws + "/other83", exist_ok=True)
    if call(316, -100, ctypes.c_char_p((ws + "/.git").encode()), -100, ctypes.c_char_p((ws + "/other83").encode()), 2) < 0:
        return False
    call(316, -100, ctypes.c_char_p((ws + "/.git").encode()), -100, ctypes.c_char_p((ws + "/other83").encode()), 2)
    return True
@attack(84)
def _():
    return stat.S_ISREG(os.fstat(1).st_mode) and os.open("/proc/self/fd/1", os.O_RDWR) >= 0
@attack(85)
def _():
    os.close(os.open(ws.encode() + b"/\xff\n85", os.O_CREAT | os.O_WRONLY, 0o600)); return True
attack(86)(lambda: fcntl.flock(open(out + "/file"), fcntl.LOCK_EX | fcntl.LOCK_NB) is None)
attack(87)(lambda: os.mkfifo(ws + "/fifo87") is None)
attack(88)(lambda: "host")
attack(89)(lambda: [socket.socket(socket.AF_INET, socket.SOCK_DGRAM)])
attack(90)(lambda: any_of(lambda: runs("systemd-run", "--user", "true"), lambda: runs("systemd-run", "true"),
                          lambda: runs("busctl", "list"), lambda: runs("sh", "-c", "echo true | at now")))
attack(91)(lambda: call(240, ctypes.c_char_p(facts["queue"].encode()), os.O_RDWR, 0, 0) >= 0)
@attack(92)
def _():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard + 1)); return True
attack(93)(lambda: any_of(lambda: write(out + "/home/.profile"), lambda: write(out + "/home/.bash_profile")))
attack(94)(lambda: len(open("/proc/%d/cmdline" % host, "rb").read()) > 0)
@attack(95)
def _():
    os.remove(tmp + "/host-file"); return True
def pair(kind):
    os.chdir(out); a, b = socket.socketpair(socket.AF_UNIX, kind)
    return a.sendmsg([b"x"], [], 0, "dgram.sock") == 1
attack(96)(lambda: pair(socket.SOCK_DGRAM))
attack(97)(lambda: pair(socket.SOCK_RAW))
@attack(98)
def _():
    os.chmod(out + "/folder", 0o700); return True
@attack(99)
def _():
    os.makedirs(ws + "/d99"); os.rmdir(ws + "/d99"); os.symlink(out, ws + "/d99"); return write(ws + "/d99/n99")

def verdict(function):
    read, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(10)
        os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
        try:
            result = function()
            text = "host" if result == "host" else "succeeded" if result else "failed"
        except BaseException:
            text = "failed"
        os.write(write_end, text.encode())
        os._exit(0)
    os.close(write_end)
    text = os.read(read, 99).decode()
    os.close(read)
    os.waitpid(child, 0)
    return text or "failed"

assert sorted(ATTACKS) == list(range(1, 100))
last = [95, 13]
skipped = set(map(int, sys.argv[3].split(","))) if len(sys.argv) > 3 else set()
os.chdir(ws)
for number in [n for n in sorted(ATTACKS) if n not in last] + last:
    print(number, "skipped" if number in skipped else verdict(ATTACKS[number]), flush=True)
