# ---- accounts

sub bring_account {
  my ($wish, $without_home) = @_;
  my ($name, $wanted) = @$wish{qw(account wanted)};
  my $make = $wanted->{make} // "";
  if (!defined getpwnam $name) {
    return if $make eq "";
    must("useradd", $without_home ? "--no-create-home" : "--create-home", "--shell", $wanted->{shell} // "/bin/bash", $name) if $make eq "person";
    must("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", $name) if $make eq "service";
  }
  for my $group (split /,/, $wanted->{into} // "") {
    must("groupadd", "--system", $group) if !defined getgrnam $group;
    must("gpasswd", "--add", $name, $group);
  }
  for my $group (split /,/, $wanted->{outof} // "") {
    my $members = (getgrnam $group)[3] // "";
    must("gpasswd", "--delete", $name, $group) if grep { $_ eq $name } split / /, $members;
  }
  must("usermod", "--shell", $wanted->{shell}, $name) if $wanted->{shell};
  # a hash that nothing matches keeps keys working: `usermod --lock` does the same, but fails on an empty one
  if (($wanted->{password} // "") eq "locked") {
    my $hash = (getpwnam $name)[1] // "";
    must("usermod", "--password", $hash =~ /^!/ ? $hash : "!$hash" eq "!" ? "!*" : "!$hash", $name);
  }
  must("usermod", "--expiredate", "1", $name) if $wanted->{expired};
}
