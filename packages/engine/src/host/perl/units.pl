# ---- units of systemd, and programs that are told to read their files again

sub unit_state {
  my ($unit) = @_;
  my (undef, $enabled) = told("systemctl", "is-enabled", $unit);
  my (undef, $active) = told("systemctl", "is-active", $unit);
  my ($one) = $enabled =~ /^([a-z-]+)$/m;
  my ($two) = $active =~ /^([a-z-]+)$/m;
  ($one // "unknown", $two // "unknown");
}

# what systemd itself reads; each time it does, it runs all its generators, and a small host takes a moment over it
sub is_for_systemd {
  my ($wish) = @_;
  $wish->{kind} eq "reload" && $wish->{what} eq "systemd" || ($wish->{path} // "") =~ m{^(?:/etc/fstab$|/etc/init\.d/|(?:/etc|/run|/lib|/usr/lib)/systemd/)};
}

sub bring_units {
  my @there = grep { quiet("systemctl", "cat", $_->{unit}) == 0 } @_;
  my @turned = grep { (unit_state($_->{unit}))[0] ne wanted_at_boot($_) } @there;
  must("systemctl", "--no-reload", $_->{enabled} ? "enable" : "disable", $_->{unit}) for @turned;
  quiet("systemctl", "daemon-reload") if @turned;
  bring_unit($_) for @there;
}

sub wanted_at_boot { $_[0]{enabled} ? "enabled" : "disabled" }

sub bring_unit {
  my ($wish) = @_;
  must("systemctl", $wish->{active} ? $wish->{restart} ? "restart" : "start" : "stop", $wish->{unit});
  return if !restarts($wish);
  # a program that cannot live within its new bounds ends at once
  sleep 2;
  my $why = why_not_running($wish->{unit});
  die "$why\n" if defined $why;
}

sub restarts { my ($wish) = @_; $wish->{kind} eq "unit" && $wish->{restart} && $wish->{active} }

# a unit that systemd starts again and again runs whenever one looks
sub why_not_running {
  my ($unit) = @_;
  my (undef, $said) = told("systemctl", "show", "-p", "ActiveState", "-p", "NRestarts", $unit);
  return "$unit ends again and again since its restart" if $said =~ /^NRestarts=[1-9]/m;
  $said =~ /^ActiveState=active$/m ? undef : "$unit does not run any more after its restart";
}

# what a program itself says of its files, before it is told to read them
sub check {
  my ($what) = @_;
  must("nginx", "-t") if $what eq "nginx";
  check_sshd() if $what eq "ssh";
  must("visudo", "-c") if $what eq "sudo";
  must("nft", "-c", "-f", "/etc/secondlock/firewall.nft") if $what eq "nftables" && -f "/etc/secondlock/firewall.nft";
}

# whom a set of the table lets in for a time, and for how long still
sub open_now {
  my @open;
  for my $set (qw(admin_now_v4 admin_now_v6)) {
    my ($status, $text) = told("nft", "list", "set", "inet", "secondlock", $set);
    next if $status != 0;
    push @open, [$set, $1, $2] while $text =~ /([0-9a-f.:]+) timeout \w+ expires (\w+)/g;
  }
  @open;
}

# a set that is not there lets nobody in, and nothing closes then
sub let_in { my ($address, $seconds) = @_; quiet("nft", "add", "element", "inet", "secondlock", $address =~ /:/ ? "admin_now_v6" : "admin_now_v4", "{ $address timeout ${seconds}s }") }

my %reloads = (
  ssh        => ["systemctl", "reload", "ssh.service"],
  nftables   => ["systemctl", "reload-or-restart", "secondlock-firewall.service"],
  journald   => ["systemctl", "restart", "systemd-journald.service"],
  time       => ["systemctl", "restart", "systemd-timesyncd.service"],
  mariadb    => ["systemctl", "restart", "mariadb.service"],
  postgresql => ["systemctl", "restart", "postgresql.service"],
  nginx      => ["systemctl", "reload", "nginx.service"],
  alerts     => ["systemctl", "restart", "secondlock-alerts.service"],
);

sub reload {
  my ($what) = @_;
  # not `sysctl --system`: it reads /etc/sysctl.conf last, and so undoes what the boot would do
  return quiet("systemctl", "restart", "systemd-sysctl.service") if $what eq "sysctl";
  my $argv = $reloads{$what} or return;
  return reload_sshd($argv) if $what eq "ssh";
  $argv = ["systemctl", "restart", "mysql.service"] if $what eq "mariadb" && quiet("systemctl", "cat", "mariadb.service") != 0;
  return if quiet("systemctl", "cat", $argv->[-1]) != 0;
  return if $what eq "nginx" && quiet("systemctl", "is-active", "-q", "nginx.service") != 0;
  # the table is made anew, and whom `open-ssh` let in for a time is let in for the rest of it
  my @open = $what eq "nftables" ? open_now() : ();
  must(@$argv);
  quiet("nft", "add", "element", "inet", "secondlock", $_->[0], "{ $_->[1] timeout $_->[2] }") for @open;
  # a restart alone leaves the new folder empty
  quiet("journalctl", "--flush") if $what eq "journald";
}
