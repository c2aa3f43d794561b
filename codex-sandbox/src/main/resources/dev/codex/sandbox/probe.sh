# Runs inside the sandbox and tries what must not work. Says "NAME ok", "NAME open" or "NAME unknown why".
# Arguments: an outside folder of the same user, and "denied" if it cannot be read.
outside=$1
exec 2>/dev/null

says() {
  if [ "$2" = 0 ]; then echo "$1 open"; else echo "$1 ok"; fi
}

if (echo x > inside); then
  (echo x > "$outside/new"); says WRITES_CONFINED $?
else
  echo "WRITES_CONFINED unknown the workspace could not be written either"
fi

chmod 640 "$outside/secret" || touch -d 2001-01-01 "$outside/secret"
says METADATA_CONFINED $?

if [ "$2" = denied ]; then
  cat "$outside/secret" > /dev/null
  says READS_DENIED $?
else
  echo "READS_DENIED unknown policies that deny reading are refused"
fi

(echo x > .git/hooks/probe) || mkdir .codex/probe .agents/probe || (mv .git moved && mkdir .git)
says PROTECTED_NAMES $?

(echo x > nested/.git/hooks/probe) || mv nested other
says NESTED_PROTECTED_NAMES $?

mkdir -p new/.git/hooks
says MISSING_NESTED_NAMES $?

if perl -MSocket -e 'exit 0'; then
  perl -MSocket -e 'exit !socket(my $s, AF_INET, SOCK_STREAM, 0)'
  says NETWORK_OFF $?
  perl -MSocket -e 'exit !socket(my $s, AF_UNIX, SOCK_DGRAM, 0)'
  says UNIX_SOCKETS_CLOSED $?
else
  interfaces=$(tail -n +3 /proc/net/dev | grep -vc '^ *lo:')
  [ "$interfaces" != 0 ]
  says NETWORK_OFF $?
  echo "UNIX_SOCKETS_CLOSED unknown there is no perl to try it with"
fi

set -- /proc/[0-9]*
[ $# -gt 3 ]
says PROCESSES_HIDDEN $?

(: >> /proc/sys/kernel/core_pattern) || (: >> /proc/sysrq-trigger)
says KERNEL_SETTINGS_CLOSED $?

grep -q '^CapEff:.*[1-9a-f]' /proc/self/status
says CAPABILITIES_DROPPED $?

if command -v unshare > /dev/null; then
  unshare -U true || unshare -m true
  says NAMESPACES_CLOSED $?
else
  echo "NAMESPACES_CLOSED unknown there is no unshare to try it with"
fi

chmod u+s inside
says SET_ID_FILES_REFUSED $?

# looked for from outside when this has ended
(setsid sh -c "sleep 60; : $PWD" > /dev/null &)
