# ---- armed: a timer of systemd takes everything back, and so does the next boot

sub arm {
  my ($id, $seconds) = @_;
  -f "$HOME/host.pl" or die "what would take it back does not lie in $HOME\n";
  my $program = "ExecStart=/usr/bin/perl $HOME/host.pl rollback";
  # not oneshot: an old systemd does not start that kind again, should it end in between
  write_file("$UNITS/secondlock-rollback.service", "[Unit]\nDescription=Secondlock takes back a change that nobody confirmed\nStartLimitIntervalSec=600\nStartLimitBurst=20\n[Service]\nRuntimeMaxSec=120\nRestart=on-failure\nRestartSec=2\n$program\n", 0644);
  write_file("$UNITS/secondlock-rollback.timer", "[Unit]\nDescription=Time to confirm a change of Secondlock\n[Timer]\nOnActiveSec=${seconds}s\nAccuracySec=1s\nRemainAfterElapse=no\n", 0644);
  # systemd counts the timer's seconds anew whenever it reads its files, on anybody's behalf: apt's, an agent's; this one it leaves alone
  write_file("$UNITS/secondlock-rollback-wait.service", "[Unit]\nDescription=Time to confirm a change of Secondlock\n[Service]\nExecStart=/bin/sh -c 'sleep $seconds; exec systemctl --no-block start secondlock-rollback.service'\n", 0644);
  # before sshd and the firewall come up with what nobody confirmed
  write_file("$UNITS/secondlock-rollback-at-boot.service", "[Unit]\nDescription=Secondlock takes back a change that was not confirmed before the restart\nDefaultDependencies=no\nRequiresMountsFor=$HOME /etc\nAfter=local-fs.target systemd-remount-fs.service\nBefore=sysinit.target network-pre.target nftables.service secondlock-firewall.service ssh.service ssh.socket\nConditionPathExists=$ARMED\n[Service]\nType=oneshot\nTimeoutStartSec=120\n$program boot\nRemainAfterExit=yes\n[Install]\nWantedBy=sysinit.target\n", 0644);
  # it also lets systemd read all four
  quiet("systemctl", "enable", "secondlock-rollback-at-boot.service") == 0 or die "systemd does not take the units of the roll-back\n";
  sync_dir($_) for "$UNITS/sysinit.target.wants", $UNITS;
  write_file($ARMED, $id);
  begin_time();
  mark($id, "armed");
}

# from now on the whole time to confirm is there; the timer goes by the time since the boot, not by the clock
sub begin_time { quiet("systemctl", "restart", "secondlock-rollback.timer", "secondlock-rollback-wait.service") == 0 or die "the timer of the roll-back does not start\n" }

# first what the roll-back goes by: should the rest be cut off, a timer that still runs finds nothing to do
sub disarm {
  unlink $ARMED;
  sync_dir($HOME);
  quiet("systemctl", "stop", "secondlock-rollback.timer", "secondlock-rollback-wait.service");
  # what `systemctl disable` does, which would have systemd read all its files once more
  unlink map { "$UNITS/$_" } "sysinit.target.wants/secondlock-rollback-at-boot.service", map { "secondlock-rollback$_" } ".service", ".timer", "-wait.service", "-at-boot.service";
  rmdir "$UNITS/sysinit.target.wants";
  quiet("systemctl", "daemon-reload");
}
