/**
 * The part of the alerts program that looks at authorized_keys. It runs apart, as root without a network: homes are closed
 * to others, and what may read all of them should talk to nobody but the journal.
 */
export const alertsKeys = String.raw`
# ---- keys: looked at every 2 seconds by their times; systemd's path units take no pattern for all homes

sub watch_keys {
  my $known = -e "$STATE/keys";
  my %seen = map { $_ => 1 } split /\n/, slurp("$STATE/keys") // "";
  my (%times, %lines);
  while (1) {
    my %files = key_files();
    my $changed = 0;
    for my $path (keys %files) {
      my $time = join " ", (stat $path)[0, 1, 7, 9, 10];
      next if ($times{$path} // "-") eq $time;
      ($times{$path}, $changed) = ($time, 1);
      $lines{$path} = [key_lines($path)];
    }
    for my $path (grep { !exists $files{$_} } keys %lines) { delete $lines{$path}; delete $times{$path}; $changed = 1 }
    if ($changed) {
      my %now = map { my $path = $_; map { ("$path\t$_" => 1) } @{ $lines{$path} } } keys %lines;
      for my $key ($known ? sort grep { !$seen{$_} } keys %now : ()) {
        my ($path, $line) = split /\t/, $key, 2;
        say_line("key", $files{$path}, $path, fingerprint($line));
      }
      put("$STATE/keys", join "", map { "$_\n" } sort keys %now);
      ($known, %seen) = (1, %now);
    }
    sleep 2;
  }
}

# every file that any AuthorizedKeysFile of sshd_config could mean, with its account
sub key_files {
  my @names = (".ssh/authorized_keys", ".ssh/authorized_keys2");
  for my $path ("/etc/ssh/sshd_config", glob "/etc/ssh/sshd_config.d/*.conf") {
    for my $line (split /\n/, slurp($path) // "") { push @names, grep { $_ ne "none" } split /\s+/, $1 if $line =~ /^\s*AuthorizedKeysFile[\s=]+"?([^"#]*)/i }
  }
  my %files;
  setpwent;
  while (my ($account, undef, undef, undef, undef, undef, undef, $home) = getpwent) {
    next if $home eq "" || $home eq "/";
    for my $name (@names) {
      my %word = (h => $home, u => $account, "%" => "%");
      (my $path = $name) =~ s/%([hu%])/$word{$1}/g;
      $path = "$home/$path" if $path !~ m{^/};
      $files{$path} //= $account if -f $path;
    }
  }
  endpwent;
  %files;
}

# a link or a pipe in somebody's home leads nowhere: only regular files, only lines that are keys
sub key_lines {
  my ($path) = @_;
  sysopen my $file, $path, O_RDONLY | O_NONBLOCK or return;
  return if !-f $file;
  sysread $file, my $text, 1024 * 1024;
  my %lines = map { $_ => 1 } map { s/\s+/ /gr } grep { /^[^#].*?(?:ssh-|ecdsa-|sk-)\S+\s+AAAA[A-Za-z0-9+\/=]+/ || /^(?:ssh-|ecdsa-|sk-)\S+\s+AAAA/ } split /\r?\n/, $text // "";
  sort keys %lines;
}

sub fingerprint {
  my ($line) = @_;
  put("$STATE/line", "$line\n");
  open my $told, "-|", "ssh-keygen", "-lf", "$STATE/line" or return "a key that ssh-keygen cannot read";
  my $text = <$told> // "a key that ssh-keygen cannot read";
  chomp $text;
  $text;
}
`;
