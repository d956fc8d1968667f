#!/bin/sh
# Run once while the image is built: leaves a non-root user, and nothing that installs software, reaches a network or
# changes identity.
set -eu
echo 'sandbox:x:10001:10001:sandbox:/tmp:/usr/sbin/nologin' >>/etc/passwd
echo 'sandbox:x:10001:' >>/etc/group

for tool in apt apt-get apt-cache apt-config apt-key apt-mark dpkg curl wget nc ncat netcat ssh scp sftp telnet ftp ping \
  ip ss ifconfig netstat nslookup dig host openssl gpg gpgv su sudo mount umount chroot unshare nsenter setpriv passwd chsh \
  chfn newgrp gpasswd useradd usermod userdel; do
  rm -f "/bin/$tool" "/usr/bin/$tool" "/sbin/$tool" "/usr/sbin/$tool" "/usr/local/bin/$tool"
done
rm -rf /usr/lib/apt /etc/apt /var/lib/apt /var/cache/apt /var/lib/dpkg /var/cache/debconf /var/log/* /root/.cache /tmp/* \
  /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /usr/share/lintian
find / -xdev -type f -perm /6000 -exec chmod a-s {} +
