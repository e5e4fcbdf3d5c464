/**
 * The part of the alerts program that looks at authorized_keys. It runs apart, as root without a network: homes are closed
 * to others, and what may read all of them should talk to nobody but the journal.
 */
export const alertsKeys = String.raw`
# ---- keys: looked at every 2 seconds by their times; systemd's path units take no pattern for all homes

my ($MOST_BYTES, $MOST_OF_A_LINE, $MOST_KEYS) = (1024 * 1024, 16 * 1024, 1000);

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
      # times are whole seconds: what changed in this one may change again, and is looked at again
      ($times{$path}, $changed) = ((stat _)[10] < time - 1 ? $time : "-", 1);
      $lines{$path} = [key_lines($path)];
    }
    for my $path (grep { !exists $files{$_} } keys %lines) { delete $lines{$path}; delete $times{$path}; $changed = 1 }
    if ($changed) {
      my %now = map { my $path = $_; map { ("$path\t$_" => 1) } @{ $lines{$path} } } keys %lines;
      my %new;
      for my $key ($known ? sort grep { !$seen{$_} } keys %now : ()) {
        my ($path, $line) = split /\t/, $key, 2;
        push @{ $new{$path} }, $line;
      }
      # one alert for a file and a look: thousands of keys at once hold up no login's
      for my $path (sort keys %new) {
        my @first = splice @{ $new{$path} }, 0, 2;
        say_line("key", $files{$path}, $path, join " and ", (map { substr fingerprint($_), 0, 120 } @first), @{ $new{$path} } ? @{ $new{$path} } . " more" : ());
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

# a link or a pipe in somebody's home leads nowhere: only regular files. sshd reads all of a file: what is too much to look
# at is told itself, again after each change (its ctime: mtime is its owner's to set). No line of a file begins with two
# spaces here
sub key_lines {
  my ($path) = @_;
  sysopen my $file, $path, O_RDONLY | O_NONBLOCK or return;
  return if !-f $file;
  my ($size, $change) = (stat _)[7, 10];
  my $text = "";
  sysread $file, $text, $MOST_BYTES;
  my (%lines, $long);
  while ($text =~ /([^\n]+)/g) {
    my $line = $1 =~ s/\r\z//r;
    if (length $line > $MOST_OF_A_LINE) { $long //= length $line; next }
    $lines{ $line =~ s/\s+/ /gr } = 1 if is_key($line);
    last if keys %lines > $MOST_KEYS;
  }
  my @much = ($size > $MOST_BYTES ? "a file of $size bytes" : (), defined $long ? "a line of $long bytes" : (), keys %lines > $MOST_KEYS ? "more than $MOST_KEYS keys" : ());
  ((map { "  $_, too much to be looked at: changed at $change" } @much), sort keys %lines);
}

# as sshd reads a line: a key, or options and a key. By hand, because a pattern that tries each place takes minutes with some
sub is_key {
  my ($line) = @_;
  $line =~ /\A[ \t]*(#?)/gc;
  return 0 if $1 ne "";
  return 1 if $line =~ /\G[^ \t"]++[ \t]++AAAA/;
  my $quoted = 0;
  while ($line =~ /\G(?:(\\"|[^" \t\\]+|\\)|(")|[ \t])/gc) {
    $quoted = !$quoted if defined $2;
    last if !$quoted && !defined $1 && !defined $2;
  }
  scalar $line =~ /\G[ \t]*+[^ \t"]++[ \t]++AAAA/;
}

sub fingerprint {
  my ($line) = @_;
  return $1 if $line =~ /^  (.*): changed at /;
  put("$STATE/line", "$line\n");
  open my $told, "-|", "ssh-keygen", "-lf", "$STATE/line" or return "a key that ssh-keygen cannot read";
  my $text = <$told> // "a key that ssh-keygen cannot read";
  chomp $text;
  $text;
}
`;
