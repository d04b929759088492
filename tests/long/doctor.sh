#!/bin/sh
# SPDX-License-Identifier: MIT
# doctor: each finding is provoked on a real install, and fixed by the very command that
# doctor printed for it. In a private mount and process namespace, with overlays on /usr,
# /etc and /var. AppArmor, SELinux and authselect are simulated: see there.
. tests/lib.sh
need_root
export work BUILD TOP
if [ -z "${IN_PRIVATE:-}" ]; then
    rm -r "$work"
    unshare -p --fork true 2>/dev/null || skip doctor "no process namespaces here"
    # A shell between, so that the script is not process 1 of the namespace.
    # shellcheck disable=SC2016
    IN_PRIVATE=1 exec unshare -m -p --fork --kill-child --mount-proc --propagation private sh -c '"$0"; exit $?' "$0"
fi
overlays
mkdir -p /run/nscd /var/cache/nscd
mount -t tmpfs tmpfs /run/nscd
printf 'passwd: files\ngroup: files\nservices: db files\n' >/etc/nsswitch.conf
rm -f /etc/authselect/authselect.conf
# So that doctor's findings on firewalls do not depend on those that this machine has.
for firewall in ufw firewalld shorewall nft; do rm -f /usr/sbin/$firewall /usr/bin/$firewall; done
share=/usr/share/iana-services
live=/var/lib/iana-services/1
make -s -C "$TOP" install B="$BUILD" >"$work/out" 2>&1 || cat "$work/out"
module=$(ldconfig -p | sed -n 's/.*libnss_iana.so.2 .*=> //p' | head -n 1)

doctor() { iana-services doctor "$@" 2>&1; }
# The findings that are wrong, as "CHECK TEXT"; their commands.
wrong() { doctor -q | sed -n 's/^WRONG //p' | tr -s ' '; }
fixes() { doctor -q | sed -n 's/^ *fix: //p'; }

# finds WHAT CHECK TEXT: doctor finds this alone, TEXT being a part of it, and exits 1; the
# command that it prints fixes it, run in the folder $where.
finds() {
    said=$(doctor -q)
    status=$?
    equal "$1: exit status" 1 "$status"
    equal "$1: findings" 1 "$(echo "$said" | grep -c ^WRONG)"
    like "$1: of $2" "^WRONG $2 " "$said"
    case $(echo "$said" | tr -s ' ') in *"$3"*) result ok "$1: the finding" ;; *) equal "$1: says so" "$3" "$said" ;; esac
    fix=$(fixes)
    (cd "${where:-/}" && sh -c "$fix") >"$work/fixed" 2>&1 || { echo "  $fix"; cat "$work/fixed"; }
    equal "$1: fixed by: $fix" "" "$(doctor -q)"
}

# ---- a fresh install: the line of nsswitch.conf, then all is right ----
i386_libc() { ls /lib/i386-linux-gnu/libc.so.6 /lib32/libc.so.6 2>/dev/null | head -n 1; }
if [ -z "$(i386_libc)$i686_runner" ] && [ -e /usr/i686-linux-gnu/lib/libc.so.6 ]; then
    # As libc6:i386 does.
    mkdir -p /usr/lib/i386-linux-gnu
    cp -L /usr/i686-linux-gnu/lib/lib*.so* "$i686_linker" /usr/lib/i386-linux-gnu/
    ln -sf i386-linux-gnu/ld-linux.so.2 /usr/lib/ld-linux.so.2
    echo /usr/lib/i386-linux-gnu >/etc/ld.so.conf.d/i386-linux-gnu.conf
    ldconfig
fi
has_i386=$([ "$i686_runner" ] || i386_libc)
if [ "$has_i386" ] && command -v i686-linux-gnu-gcc >/dev/null; then
    equal "at first" "module nsswitch" "$(wrong | cut -d' ' -f1 | sort | paste -sd ' ')"
    sh -c "$(fixes | grep nsswitch)"
    # The command is run in the folder of the source; here in a copy of it.
    mkdir "$work/source"
    cp -r "$TOP/Makefile" "$TOP/src" "$TOP/nss" "$TOP/packaging" "$TOP/tests" "$TOP/data" "$TOP/man" "$work/source/"
    where=$work/source finds "i386 beside amd64" module "i386: no libnss_iana.so.2"
else
    if [ "$i686_runner" ]; then
        skipped "i386" "this kernel runs no programs of it"
    else
        skipped "i386" "no libc of i386, or no i686-linux-gnu-gcc; \`make deps-system' brings them"
    fi
    rm -f /lib32/libc.so.6 /lib/i386-linux-gnu/libc.so.6
    has_i386=
    finds "at first" nsswitch 'does not name iana'
fi
equal "then all is right: exit status" 0 "$(doctor >/dev/null; echo $?)"
equal "the last line: no problems" "No problems." "$(doctor | tail -n 1)"
equal "one line for what is right, one more for a command" "" \
    "$(doctor | grep -vE '^(ok|note)  |^      fix: |^No problems')"
equal "--quiet says nothing" "" "$(doctor -q)"
equal "and programs get names" "sun-sr-https 6443/tcp" "$(getent services 6443 | tr -s ' ')"

# Each text that finds no memory ends the command; none is taken for an answer.
# no_memory STATUS ARGUMENT...: iana-services, with no memory for its first text, its second ...
no_memory() {
    expected=$1 call=1
    shift
    while [ "$call" -lt 1000 ]; do
        LD_PRELOAD=$BUILD/test/tools/no_memory FAIL_AT=$call iana-services "$@" >"$work/out" 2>"$work/err"
        status=$?
        grep -q '^no memory at' "$work/err" || break
        [ "$status $(tail -n 1 "$work/err")" = "4 iana-services: out of memory" ] || break
        call=$((call + 1))
    done
    check "no memory for a text is met: $*" [ "$call" -gt 1 ]
    equal "no memory for a text: $*" "$expected" "$status $(cat "$work/err")"
}
no_memory "0 " doctor
no_memory "0 " doctor 6443/tcp
no_memory "2 iana-services: 70000: neither a port from 0 to 65535 nor a name" doctor 70000

# A libc whose programs the kernel refuses, which a shell would take for scripts.
if [ -e /usr/s390x-linux-gnu/lib/libc.so.6 ] && ! /usr/s390x-linux-gnu/lib/libc.so.6 >/dev/null 2>&1; then
    mkdir -p /usr/lib/s390x-linux-gnu
    cp -L /usr/s390x-linux-gnu/lib/libc.so.6 /usr/lib/s390x-linux-gnu/
    equal "a libc of another machine is a note" \
        "note module s390x: a libc is installed, but its programs cannot run here" \
        "$(doctor | grep s390x | tr -s ' ')"
    rm -r /usr/lib/s390x-linux-gnu
else
    skipped "a libc of another machine" "none that cannot run here; \`make deps-system' brings it"
fi

# ---- nsswitch.conf ----
line() { printf 'passwd: files\n%s\ngroup: files\n' "$1" >/etc/nsswitch.conf; }
line 'services: files'
equal "the last line counts one problem" "1 problem. Run the fix as root." "$(doctor | tail -n 1)"
index=$share/$(cat "$share/services.idx")
chmod 600 "$index"
equal "or several" "2 problems. Run the fixes as root, in order." "$(doctor | tail -n 1)"
chmod 644 "$index"
for case in 'services: files [NOTFOUND=return] iana|ends each lookup that it misses' \
    'services: files [!SUCCESS=return] iana|ends each lookup that it misses' \
    'services: db [UNAVAIL=return] files iana|while it is not available' \
    'services: files [SUCCESS=continue] iana|drops what it finds' \
    'services: files [SUCCESS=merge] iana|makes lookups fail' \
    'services: nis files [UNAVAIL=return NOTFOUND=return] iana|ends each lookup that it misses' \
    'services: iana [SUCCESS=continue] files|drops the answers of iana' \
    'services: db [NOTFOUND=back] files iana|a malformed action' \
    'services: files|does not name iana' \
    '#services: iana|no services line' \
    'services:|does not name iana'; do
    line "${case%|*}"
    finds "${case%|*}" nsswitch "${case##*|}"
    equal "then programs get names" "sun-sr-https 6443/tcp" "$(getent services 6443 | tr -s ' ')"
done
equal "sources behind a malformed action stay" "services: db files nis iana" \
    "$(line 'services: db [back] files nis'; sh -c "$(fixes)"; grep ^services /etc/nsswitch.conf)"
equal "other actions stay" "services: nis [TRYAGAIN=continue] files iana [NOTFOUND=return]" \
    "$(line 'services: nis [TRYAGAIN=continue] files [NOTFOUND=return] iana [NOTFOUND=return]'; sh -c "$(fixes)"; grep ^services /etc/nsswitch.conf)"
line 'services: files [UNAVAIL=return] iana'
equal "an action for what does not happen here is a note" \
    'note nsswitch /etc/nsswitch.conf:2: [UNAVAIL=return] after "files" ends each lookup while it is not available: iana is not asked then; it is while /etc/services exists' \
    "$(doctor | sed -n '/^[a-z]*  *nsswitch /s/  */ /gp')"
equal "and no problem" "" "$(doctor -q)"
mv /etc/services /etc/services.away
finds "without /etc/services it happens" nsswitch "while it is not available"
mv /etc/services.away /etc/services
for blanks in '' '  ' '          ' "$(printf '\t')" "$(printf '\t\t')"; do
    line "services:${blanks}files"
    sh -c "$(fixes)"
    equal "the sources stay in their column" "services:${blanks}files iana" "$(grep ^services /etc/nsswitch.conf)"
done
# openSUSE's libc, simulated: a libc that has the path in it.
mv /etc/nsswitch.conf /etc/nsswitch.away
mkdir -p /usr/etc
printf 'passwd: files nosuch\nservices:  files\n' >/usr/etc/nsswitch.conf
like "/usr/etc is not read by another libc" "^WRONG nsswitch */etc/nsswitch.conf does not exist" "$(doctor -q)"
libc=$(ldd /usr/bin/env | sed -n 's/.*libc.so.6 => \([^ ]*\).*/\1/p')
{ cat "$libc"; printf '/usr/etc/nsswitch.conf\0'; } >"$libc.new"
chmod 755 "$libc.new"
cp -a "$libc" "$libc.away"
mv "$libc.new" "$libc"
finds "/usr/etc/nsswitch.conf" nsswitch '/usr/etc/nsswitch.conf:2: "services: files" does not name iana'
equal "its fix hides no other database" "passwd: files nosuch|services:  files iana|" "$(tr '\n' '|' </etc/nsswitch.conf)"
equal "and leaves the vendor's file" "services:  files" "$(grep ^services /usr/etc/nsswitch.conf)"
rm -r /etc/nsswitch.conf /usr/etc
mv "$libc.away" "$libc"
mv /etc/nsswitch.away /etc/nsswitch.conf
rm /etc/nsswitch.conf
finds "no nsswitch.conf" nsswitch 'does not exist, so glibc'
printf 'passwd: files\nservices: files iana' >/etc/nsswitch.conf
finds "no newline at the end" nsswitch 'lacks a newline'
chmod 600 /etc/nsswitch.conf
finds "nsswitch.conf unreadable" nsswitch 'mode 0600'
line 'services: files iana # and a comment'
like "a comment on the line is a note" '^note  nsswitch .*take the words of a comment' "$(doctor)"
printf 'services: iana files\nservices: files\n' >/etc/nsswitch.conf
finds "two lines, of which libc takes the last" nsswitch 'nsswitch.conf:2: "services: files" does not name iana'
mv /etc/nsswitch.conf /etc/nsswitch.real
ln -s nsswitch.real /etc/nsswitch.conf
printf 'services: files\n' >/etc/nsswitch.real
finds "a link" nsswitch 'does not name iana'
check "it is still a link" [ -L /etc/nsswitch.conf ]
rm /etc/nsswitch.conf /etc/nsswitch.real
line 'services: files iana'

# ---- authselect, simulated: a program of that name does what authselect(8) describes ----
mkdir -p /etc/authselect/custom /usr/share/authselect/default/sssd
cat >/usr/bin/authselect <<'SH'
#!/bin/sh
set -e
profile() { case $1 in custom/*) echo /etc/authselect/$1 ;; *) echo /usr/share/authselect/default/$1 ;; esac; }
case $1 in
create-profile) cp -r "$(profile "${3#--base-on=}")" "/etc/authselect/custom/$2" ;;
select) shift; [ -d "$(profile "$1")" ]; printf '%s\n' "$@" >/etc/authselect/authselect.conf; "$0" apply-changes ;;
apply-changes) cp "$(profile "$(head -n 1 /etc/authselect/authselect.conf)")/nsswitch.conf" /etc/nsswitch.conf ;;
esac
SH
chmod 755 /usr/bin/authselect
printf 'passwd: files\nservices:   files sss\n' >/usr/share/authselect/default/sssd/nsswitch.conf
authselect select sssd with-silent-lastlog
finds "authselect, a profile of its own" nsswitch 'does not name iana'
equal "its features stay" "custom/iana with-silent-lastlog" "$(paste -sd ' ' /etc/authselect/authselect.conf)"
sed -i 's/ iana//' /etc/authselect/custom/iana/nsswitch.conf
authselect apply-changes
finds "authselect, a custom profile" nsswitch 'does not name iana'
sed -i 's/ iana//' /etc/nsswitch.conf
echo 'with;touch' >>/etc/authselect/authselect.conf
equal "authselect, a feature that a shell would obey: no command of it" "editor /etc/nsswitch.conf" "$(fixes)"
rm -r /etc/authselect /usr/bin/authselect
line 'services: files iana'

# ---- the module ----
chmod 600 "$module"
finds "module unreadable" module 'mode 0600: other users'
rm "$module"
ldconfig
MAKEFLAGS="B=$BUILD" where=$TOP finds "module missing" module "no libnss_iana.so.2 where its dynamic linker looks"
: >"$module"
MAKEFLAGS="B=$BUILD" where=$TOP finds "module empty" module "is damaged"
if [ "$has_i386" ]; then
    cp "$(ldconfig -p | sed -n 's/.*libnss_iana.so.2 (libc6) => //p')" "$module"
    MAKEFLAGS="B=$BUILD" where=$TOP finds "module of the other machine" module "is for i386"
fi
mkdir /usr/local/lib/far
echo /usr/local/lib/far >/etc/ld.so.conf.d/far.conf
mv "$module" /usr/local/lib/far/
mv /usr/local/lib/far/libnss_iana.so.2 /usr/local/lib/far/x
ldconfig
mv /usr/local/lib/far/x /usr/local/lib/far/libnss_iana.so.2
finds "not in the cache" module "exists, but is not in the linker's cache"
mv /usr/local/lib/far/libnss_iana.so.2 "$module"
like "found without the cache is a note" "^note  module .* is found, but not through the linker's cache" "$(doctor)"
sh -c "$(doctor | sed -n '/^note  module/{n;s/^ *fix: //p}')"
like "which ldconfig fixes" "^ok    module .*$module" "$(doctor)"

# ---- the indexes ----
for file in "$index" "$share/services.idx"; do
    rm "$file"
    finds "vendor's ${file##*/} missing" vendor "No such file"
    chmod 666 "$file"
    finds "vendor's ${file##*/} writable by all" vendor "writable by everybody"
    chmod 400 "$file"
    finds "vendor's ${file##*/} unreadable" vendor "mode 0400"
done
rm "$index"
equal "neither a live index nor the vendor's: not ok" "note live no live index; without the vendor's, nothing answers" \
    "$(doctor | sed -n '/^[a-z]*  *live /s/  */ /gp')"
# Debian's packages, simulated: from an archive, and from a file.
mkdir -p /var/lib/dpkg/info
touch /var/lib/dpkg/info/iana-services.list
mv "$share/service-names-port-numbers.csv" "$share/away"
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "$2 | 1 | http://example.net"\n' >/usr/bin/apt-cache.new
chmod 755 /usr/bin/apt-cache.new
cp -a /usr/bin/apt-cache /usr/bin/apt-cache.away 2>/dev/null
mv /usr/bin/apt-cache.new /usr/bin/apt-cache
equal "a package of an archive" "apt-get install --reinstall iana-services-data:all" "$(fixes)"
printf '#!/bin/sh\n' >/usr/bin/apt-cache
equal "a package from a file" "dpkg -i iana-services-data_*_all.deb" "$(fixes)"
like "which says where" "No such file or directory; in the folder of the packages:" "$(doctor -q)"
mv /usr/bin/apt-cache.away /usr/bin/apt-cache 2>/dev/null || rm /usr/bin/apt-cache
rm /var/lib/dpkg/info/iana-services.list
like "make install, in the folder of the source" "; in the source directory:" "$(doctor -q)"
mv "$share/away" "$share/service-names-port-numbers.csv"
finds "which the snapshot makes again" vendor "No such file"
printf x | dd of="$index" bs=1 seek=70000 conv=notrunc 2>/dev/null
finds "vendor index damaged" vendor "the file is damaged"
cp -f "$index" "$share/services.idx"
finds "an index where the vendor's pointer should be" vendor "bytes are too many"
chmod 700 "$share"
finds "its folder" vendor "mode 0700: other users' programs cannot enter it"
printf 'web 80/tcp\n' >/etc/my.services
iana-services build -q --local /etc/my.services
echo 'mine 1/ddp' >>/etc/my.services
iana-services build -q
like "the live index answers" "^ok    live .*$live/gen/.*it answers" "$(doctor)"
for part in /var/lib/iana-services "$live" "$live/gen"; do
    chmod 700 "$part"
    finds "$part closed" live "$part has mode 0700: other users' programs cannot enter it"
    chmod 700 "$part"
    equal "$part closed, seen by a user" "live $part has mode 0700: other users' programs cannot enter it" \
        "$(setpriv --reuid 65534 --regid 65534 --clear-groups iana-services doctor -q | sed -n 's/^WRONG //p' | tr -s ' ')"
    chmod 755 "$part"
done
chmod 600 "$live/gen/$(cat "$live/current")"
finds "live index unreadable" live "mode 0600"
chmod 600 "$live/current"
finds "current unreadable" live "mode 0600"
chmod 666 "$live/current"
finds "current writable by all" live "writable by everybody"
echo nonsense/ >"$live/current"
equal "what is wrong with it is told once" 1 "$(doctor | grep -v '^iana-services:' | grep -c 'does not hold')"
equal "and complained of once, by what asks libc" 1 "$(doctor | grep -c '^iana-services: .*does not hold')"
finds "current is no name" live "does not hold the name of an index"
rm "$live/current"; mkdir "$live/current"
finds "current is a folder" live "not a regular file"
printf x | dd of="$live/gen/$(cat "$live/current")" bs=1 seek=70000 conv=notrunc 2>/dev/null
finds "live index damaged" live "the file is damaged"
equal "its local names are there again" "web 80/tcp" "$(getent -s services:iana services 80/tcp | tr -s ' ')"
sed 's/2[0-9][0-9][0-9]-[0-9-]*/2001-01-01/g' "$TOP/tests/golden/registry.csv" >"$work/old.csv"
iana-services build -q "$work/old.csv"
age() { doctor | sed -n 's/^note  age  *//p'; }
equal "the vendor's registry newer than the live one is a note" \
    "the vendor's registry of 2026-09-01 is newer than the live index's of unknown date (newest row 2001-01-01)" \
    "$(age)"
sh -c "$(doctor | sed -n '/^note  age/{n;s/^ *fix: //p}')"
equal "which build fixes" 0 "$(age | grep -c 'newer than the live')"
iana-services build -q --date "$(date +%F)" "$work/old.csv"
equal "the age is that of the known date" "" "$(age)"
old=$(date -d '-400 days' +%F)
sed "s/2[0-9][0-9][0-9]-[0-9-]*/$old/g" "$TOP/tests/golden/registry.csv" >"$work/new.csv"
iana-services build -q "$work/new.csv"
equal "without one, that of the newest row" \
    "the newest row of the registry in use is of $old, 1 years ago; a newer registry may name more" "$(age)"
sed "s/2[0-9][0-9][0-9]-[0-9-]*/$(date -d '-300 days' +%F)/g" "$TOP/tests/golden/registry.csv" >"$work/new.csv"
iana-services build -q "$work/new.csv"
equal "a registry of 300 days is not old" "" "$(age)"
iana-services build -q "$TOP/data/service-names-port-numbers.csv"

# ---- local files ----
echo 'other 81/tcp' >>/etc/my.services
finds "a local file that changed" local "changed since"
equal "its new line answers" "other 81/tcp" "$(getent -s services:iana services 81/tcp | tr -s ' ')"
sed -i 's/^other/another/' /etc/my.services
finds "a local file with another name" local "changed since"
touch /etc/my.services
equal "one that was touched is the same" "" "$(doctor -q)"
rm /etc/my.services
finds "a local file that is gone" local "its last lines still answer"
printf 'a 1/ddp\n' >/etc/a.services
printf 'b 2/ddp\n' >/etc/b.services
iana-services build -q --local /etc/a.services --local /etc/b.services
rm /etc/a.services
finds "one of two" local "/etc/a.services"
equal "the other one stays" "b 2/ddp" "$(getent -s services:iana services b/ddp | tr -s ' ')"
quoted="/etc/it's; touch \$work"
cp /etc/b.services "$quoted"
printf 'a 1/ddp\n' >/etc/a.services
iana-services build -q --local /etc/a.services --local "$quoted"
rm /etc/a.services
finds "beside one with a quote" local "/etc/a.services"
equal "which stays" "b 2/ddp" "$(getent -s services:iana services b/ddp | tr -s ' ')"
iana-services build -q --local ''
mkdir "/etc/it's"
mv /etc/nsswitch.conf "/etc/it's/; nsswitch"
ln -s "it's/; nsswitch" /etc/nsswitch.conf
chmod 600 "/etc/it's/; nsswitch"
finds "a link to a path with a quote" nsswitch "/etc/it's/; nsswitch has mode 0600"
rm /etc/nsswitch.conf
mv "/etc/it's/; nsswitch" /etc/nsswitch.conf

# ---- firewalls that take names, and an index that is not closed ----
# said CHECK: its finding, without its command, and that command.
said() { doctor | sed -n "/^[a-z]*  *$1 /s/  */ /gp"; }
command_of() { doctor | sed -n "/^[a-z]*  *$1 /{n;s/^ *fix: //p}"; }
equal "no firewall" "ok firewalls none of ufw, firewalld, shorewall, nftables is installed" "$(said firewalls)"
for firewall in ufw firewalld shorewall nft; do
    printf '#!/bin/sh\n' >/usr/sbin/$firewall
    chmod 755 /usr/sbin/$firewall
    like "$firewall: a note" \
        "^note firewalls [a-z, ]*: the index is not closed, so names in /etc/services gain transports" \
        "$(said firewalls)"
    equal "$firewall: the command" "iana-services build --local /etc/services --closed" "$(command_of firewalls)"
    [ "$firewall" = ufw ] || rm /usr/sbin/$firewall
done
doctor >/dev/null
equal "a note: exit status" 0 $?
line 'services: files'
like "before iana is on the line: close it first" "gain transports once iana is asked, so close it first: " "$(said firewalls)"
equal "and that fix comes before the line's" "firewalls nsswitch" \
    "$(doctor | sed -n 's/^[a-zA-Z]*  *\(firewalls\|nsswitch\) .*/\1/p' | paste -sd ' ')"
line 'services: files iana'
sh -c "$(command_of firewalls)" >"$work/out"
equal "closed by that command" \
    "ok firewalls ufw: the index is closed, so names in /etc/services keep their transports" "$(said firewalls)"
equal "then ssh is for tcp alone" "ssh 22/tcp|" \
    "$(getent -s services:iana services ssh/tcp ssh/udp | tr -s ' ' | tr '\n' '|')"
iana-services build -q --local /etc/services
like "compiled in, but not closed" '^note firewalls ufw' "$(said firewalls)"
printf 'mine 3/ddp\n' >/etc/my.services
iana-services build -q --local /etc/my.services --closed
equal "closed, but without /etc/services: the command keeps other local files" \
    "iana-services build --local /etc/my.services --local /etc/services --closed" "$(command_of firewalls)"
rm /usr/sbin/ufw
iana-services build -q --local ''

# ---- files first or iana first ----
like "files first: a note" "^note order files is asked before iana" "$(said order)"
sh -c "$(command_of order)" >"$work/out"
equal "its command puts iana first, and compiles /etc/services in" \
    "services: iana [NOTFOUND=return] files|ok order iana is asked before files, and has the names of /etc/services" \
    "$(grep ^services /etc/nsswitch.conf)|$(said order)"
equal "what the registry lacks is answered as before" "spamd 783/tcp" "$(getent services spamd | tr -s ' ')"
mv "$share/services.idx" "$share/away"; mv "$live/current" "$live/away"
equal "files answers if there is no index" "ssh 22/tcp" "$(getent services ssh | tr -s ' ')"
mv "$share/away" "$share/services.idx"; mv "$live/away" "$live/current"
echo 'added 5/ddp' >>/etc/services
finds "a line that was added to /etc/services" local "/etc/services changed since"
equal "it is closed as before" "added 5/ddp|ssh 22/tcp|" \
    "$(getent -s services:iana services added/ddp ssh/tcp ssh/udp | tr -s ' ' | tr '\n' '|')"
line 'services: iana files'
like "iana first, which misses do not end: a note" "^note order files is asked after iana" "$(said order)"
equal "its command changes the line alone" "sed -i '2s/\\(services.[[:blank:]]*\\).*/\\1iana [NOTFOUND=return] files/' /etc/nsswitch.conf" \
    "$(command_of order)"
sh -c "$(command_of order)"
iana-services build -q --local ''
equal "iana first without /etc/services: a note" \
    "note order iana is asked before files, and does not answer as /etc/services does; to have it do so:|iana-services build --local /etc/services --closed" \
    "$(said order)|$(command_of order)"
# README's commands, for Debian's nsswitch.conf, in which the line is the 16th.
for sources in 'db files' 'db files iana'; do
    { seq 15 | sed 's/.*/#/'; echo "services:       $sources"; } >/etc/nsswitch.conf
    check "README has the command for: $sources" grep -qF "$(doctor | grep -o "sed -i '16.*" || echo none)" "$TOP/README.md"
done
line 'services: iana files sss'
equal "the same with another source behind: only the index is built" "iana-services build --local /etc/services --closed" "$(command_of order)"
sh -c "$(command_of order)" >"$work/out"
equal "then nothing is left to do" "ok order iana is asked before files, and has the names of /etc/services" "$(said order)"
iana-services build -q --local ''
for sources in 'files sss iana' 'files iana sss'; do
    line "services: db $sources"
    equal "$sources: no order in which sss is not asked" "ok order files is asked before iana; in the faster order sss would not be asked|" \
        "$(said order)|$(command_of order)"
done
line 'services: iana [NOTFOUND=return] files'
mkdir -p /run/systemd/system
like "with systemd, it is built again by itself" "closed && systemctl enable --now iana-services-build.path\$" \
    "$(command_of order)"
rmdir /run/systemd/system
line 'services: files iana'

# ---- nscd ----
if command -v nscd >/dev/null && [ -x /etc/init.d/nscd ]; then
    mount -t tmpfs tmpfs /var/cache/nscd
    nscd_conf 28800 >/etc/nscd.conf
    await() { for _ in $(seq 100); do getent services "$1" >/dev/null && [ -S /run/nscd/socket ] && return; sleep 0.05; done; }
    rm "$module"
    service nscd start >/dev/null
    await 22/tcp
    getent services 6443/tcp
    MAKEFLAGS="B=$BUILD" make -s -C "$TOP" install >/dev/null
    finds "nscd that did not find the module when it started" nscd "nscd has old answers: programs get nothing for"
    await 6443/tcp
    printf 'before 100/tcp\n' >/etc/my.services
    iana-services build -q --local /etc/my.services
    equal "nscd before" "before 100/tcp" "$(getent services 100/tcp | tr -s ' ')"
    like "nscd with today's answers is right" '^ok    nscd .*running; its answers match the services line' "$(doctor)"
    # Published where nobody tells nscd.
    mv /usr/sbin/nscd /usr/sbin/nscd.away
    printf 'after 100/tcp\n' >/etc/my.services
    iana-services build -q
    mv /usr/sbin/nscd.away /usr/sbin/nscd
    equal "doctor PORT sees it, and prints the fix" "services: files iana
100/tcp
files nothing
-> iana after 100/tcp
!! programs before 100/tcp
WRONG answers programs get another answer than the services line gives
fix: nscd -i services
exit 1" "$(doctor 100/tcp | tr -s ' ' | sed 's/^ //'; doctor 100/tcp >/dev/null; echo "exit $?")"
    finds "nscd with an old answer" nscd "programs get before for 100/tcp, but the services line gives after"
    service nscd stop >/dev/null
    iana-services build -q --local ''
else
    skipped "nscd" "no nscd; \`make deps-system' brings it"
fi

# ---- AppArmor: the parser and the abstraction are real, that it is in charge is not ----
mount -t tmpfs tmpfs /sys/kernel/security && mkdir /sys/kernel/security/apparmor
if command -v apparmor_parser >/dev/null && [ -e /etc/apparmor.d/abstractions/nameservice ]; then
    printf '#!/bin/sh\necho "$*" >%s/systemctl\n' "$work" >/usr/bin/systemctl.new
    chmod 755 /usr/bin/systemctl.new
    mv /usr/bin/systemctl.new /usr/bin/systemctl
    printf '#include <tunables/global>\nprofile confined /bin/confined {\n#include <abstractions/nameservice>\n}\n' >"$work/profile"
    finds "AppArmor" apparmor "confined programs may not read the index"
    equal "AppArmor: reads its profiles again" "reload apparmor" "$(cat "$work/systemctl")"
    equal "AppArmor: a profile with the abstraction has the rules" "2" \
        "$(apparmor_parser -p "$work/profile" 2>/dev/null | grep -cE '/var/lib/iana-services/\*\* r,|/usr/share/iana-services/\*.idx r,')"
    check "AppArmor: and compiles" apparmor_parser -Q -K "$work/profile" 2>/dev/null
else
    skipped "AppArmor" "no apparmor_parser; \`make deps-system' brings it"
fi
umount /sys/kernel/security

# ---- SELinux, simulated: labels that nobody enforces, programs that set them ----
mount -t tmpfs tmpfs /sys/fs && mkdir /sys/fs/selinux && printf 1 >/sys/fs/selinux/enforce
mount -t tmpfs tmpfs /var/lib/iana-services
iana-services build -q
mkdir -p /etc/selinux/targeted/contexts/files
cat >/usr/bin/semanage <<'SH'
#!/bin/sh
[ "$1 $2 $3" = "fcontext -a -t" ] && echo "$5 system_u:object_r:$4:s0" >>/etc/selinux/targeted/contexts/files/file_contexts.local
SH
cat >/usr/bin/restorecon <<'SH'
#!/usr/bin/python3
import os, re, sys
rules = [l.split() for l in open("/etc/selinux/targeted/contexts/files/file_contexts.local")]
for top, folders, files in os.walk(sys.argv[2]):
    for f in [os.path.join(top, x) for x in [""] + files]:
        for pattern, context in rules:
            if re.fullmatch(pattern, f.rstrip("/")):
                os.setxattr(f, "security.selinux", context.encode())
SH
chmod 755 /usr/bin/semanage /usr/bin/restorecon
finds "SELinux, no rule yet" selinux "is unlabelled, which confined programs may not read"
python3 -c 'import os, sys; os.setxattr(sys.argv[1], "security.selinux", b"system_u:object_r:var_lib_t:s0")' "$live/gen/$(cat "$live/current")"
equal "SELinux: with a rule, the label alone is missing" "restorecon -R /var/lib/iana-services" "$(fixes)"
finds "SELinux, a file without the label" selinux "is var_lib_t, which confined programs may not read"
umount /var/lib/iana-services /sys/fs

# ---- doctor PORT|NAME ----
asked() { doctor "$@" | tr -s ' ' | sed 's/^ //'; echo "exit $(doctor "$@" >/dev/null 2>&1; echo $?)"; }
line 'services: db files iana'
equal "a name that files has for tcp" "services: db files iana
domain/tcp
db not available
-> files domain 53/tcp
iana domain 53/tcp
domain/udp
db not available
-> files domain 53/udp
iana domain 53/udp
exit 0" "$(asked domain)"
equal "a port of the registry alone" "services: db files iana
36412/sctp
db not available
files nothing
-> iana s1-control 36412/sctp
exit 0" "$(asked 36412/sctp)"
equal "nobody's" "services: db files iana
no-such/tcp
db not available
files nothing
iana nothing
exit 1" "$(asked no-such/tcp)"
line 'services: files [NOTFOUND=return] iana'
equal "an action that ends the lookup" "services: files [NOTFOUND=return] iana
36412/sctp
files nothing
iana s1-control 36412/sctp
WRONG nsswitch /etc/nsswitch.conf:2: [NOTFOUND=return] after \"files\" ends the lookup: iana, which has an answer, is not asked
fix: sed -i '2s/\(services.[[:blank:]]*\).*/\1files iana/' /etc/nsswitch.conf
exit 1" "$(asked 36412/sctp)"
sh -c "$(doctor 36412/sctp | sed -n 's/^ *fix: //p')"
equal "its command" "services: files iana" "$(grep ^services /etc/nsswitch.conf)"
line 'services: iana [NOTFOUND=return] files'
echo 'files-alone 6/tcp' >>/etc/services
like "another source that is not asked is a note" \
    '^note nsswitch .*ends the lookup: files, which has an answer, is not asked$' "$(asked files-alone/tcp)"
sed -i '/^files-alone/d' /etc/services
line 'services: files iana'
like "128 ports are asked for" "gets all 128 sample answers from the module" "$(doctor)"
for action in '[SUCCESS=continue] iana' '[!UNAVAIL=return] iana' '[SUCCESS=merge] iana' '[NOTFOUND=return SUCCESS=continue] nosuch' '[TRYAGAIN=return]
services: iana'; do
    line "services: files $action"
    for key in ssh/tcp 36412/sctp no-such/udp; do
        equal "programs get what doctor says of $key with services: files $action" "" "$(doctor "$key" | grep '!!')"
    done
done
# Lines that are read otherwise than one may think, as libc itself reads them.
for text in 'services : files' 'services: files[SUCCESS=continue NOTFOUND=return]iana' 'services: files [notfound=RETURN success=Continue] iana' \
    'services: files [ !notfound=continue ] iana' 'services: [NOTFOUND=return] files' 'services nope' 'services: nope # iana' 'services:' \
    'services: files [] iana' 'services: files [NOTFOUND=return][SUCCESS=continue] iana' 'Services: iana' 'services:nope iana' '#services: iana'; do
    line "$text"
    for key in ssh/tcp 36412/sctp; do
        equal "programs get what doctor says of $key with $text" "" "$(doctor "$key" | grep '!!')"
    done
done
line "services: files iana"
printf 'evil\033[31m 77/tcp\n' >>/etc/services
like "control characters of a source are made visible" 'files  evil\\x1b\[31m 77/tcp' "$(doctor 77/tcp)"
doctor 70000 >/dev/null
equal "no port" 2 $?
doctor -i "$share/services.idx" >/dev/null
equal "-i is refused" 2 $?
doctor 1 2 >/dev/null
equal "two at once are refused" 2 $?

# ---- --json ----
line 'services: files'
equal "--json: what is wrong, and a note" "nsswitch False True; age None True" "$(doctor --json | python3 -c '
import json, sys
print("; ".join(" ".join((x["check"], str(x["ok"]), str(x["command"] is not None))) for x in json.load(sys.stdin) if x["ok"] is not True))')"
equal "--json: exit status" 1 "$(doctor --json >/dev/null; echo $?)"
equal "--json: keys" "check,command,ok,text" \
    "$(doctor --json | python3 -c 'import json, sys; print({",".join(sorted(x)) for x in json.load(sys.stdin)}.pop())')"
equal "--json -q" "nsswitch" \
    "$(doctor --json -q | python3 -c 'import json, sys; print(",".join(x["check"] for x in json.load(sys.stdin)))')"
line 'services: files iana'
equal "--json PORT" \
    "findings,lookups,query,services | agrees,programs,sources,transport | aliases,name,outcome,port,source,transport,wins | iana: s1-control 36412 sctp success True" \
    "$(doctor --json 36412/sctp | python3 -c '
import json, sys
x = json.load(sys.stdin); l = x["lookups"][0]; s = l["sources"][1]
print(" | ".join(",".join(sorted(k)) for k in (x, l, s)), "|", s["source"] + ":", s["name"], s["port"], s["transport"], s["outcome"], s["wins"])')"
equal "--json NAME: aliases" "http ['www', 'www-http']" "$(doctor --json http/udp | python3 -c '
import json, sys
s = json.load(sys.stdin)["lookups"][0]["programs"]; print(s["name"], s["aliases"])')"

# ---- on a terminal ----
equal "colours on a terminal" "1" \
    "$(script -qec 'TERM=xterm iana-services doctor' /dev/null </dev/null | grep -c "^.\[32mok .*nsswitch")"
equal "and none with NO_COLOR" "0" \
    "$(NO_COLOR=1 script -qec 'TERM=xterm iana-services doctor' /dev/null </dev/null | grep -c "$(printf '\033')")"
finish
