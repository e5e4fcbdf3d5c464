# ---- the journal: everything that will be touched, as it is now

sub armed { my $id = eval { read_file($ARMED) } // ""; $id =~ /^([0-9TZ]+-[0-9a-f]+)$/ ? $1 : undef }
sub journal { my ($id) = @_; $id =~ /^[0-9TZ]+-[0-9a-f]+$/ or fail("that is no journal's name"); "$HOME/journal/$id" }
sub mark { my ($id, $state) = @_; write_file(journal($id) . "/state", "$state\n") }
# the state is for people; a full disk must not stop a roll-back
sub mark_quietly { my ($id, $state) = @_; eval { mark($id, $state) } }
sub state_of { my ($id) = @_; my $state = eval { read_file(journal($id) . "/state") } // "unknown"; chomp $state; $state }
sub journals { opendir my $dir, "$HOME/journal" or return; sort grep { /^[0-9TZ]+-[0-9a-f]+$/ } readdir $dir }
sub waiting_or_fail { my ($id) = @_; (armed() // "") eq $id or fail("it is not waiting any more: it was confirmed or taken back") }

# Names sort as the changes were made, whatever the clock says: an undo goes by their order.
sub next_name {
  my $now = POSIX::strftime("%Y%m%dT%H%M%SZ", gmtime);
  my ($last, $number) = split /-/, (journals())[-1] // "";
  return "$now-0000" if !defined $last || $last lt $now;
  $number eq "ffff" and die "the clock of this host is behind its journal\n";
  sprintf "%s-%04x", $last, 1 + hex $number;
}

# journals that stand, be it in part, and that no later undo took back
sub effective {
  my @standing;
  for my $id (journals()) {
    my $state = state_of($id);
    my ($undo) = (eval { read_file(journal($id) . "/request") } // "") =~ /^undo\t(\S+)$/m;
    if ($state eq "confirmed" && defined $undo) { @standing = grep { $_ lt $undo } @standing }
    elsif ($state =~ /^(?:confirmed|partly taken back)$/) { push @standing, $id }
  }
  @standing;
}

sub paths_of {
  my ($wishes) = @_;
  my %seen;
  my @paths = map { $_->{kind} =~ /^accounts?$/ ? @ACCOUNT : $_->{kind} eq "certificate" ? ($_->{path}, key_of($_->{path})) : exists $_->{path} ? $_->{path} : () } @$wishes;
  grep { !$seen{$_}++ } @paths;
}

# paths of which only the rights change: what they hold is neither kept nor brought back
sub only_modes {
  my ($wishes) = @_;
  my %only = map { $_->{path} => 1 } grep { $_->{kind} eq "modes" } @$wishes;
  delete @only{ paths_of([grep { $_->{kind} =~ /^(?:file|certificate)$/ } @$wishes]) };
  %only;
}

# what cannot be given its rights is refused before anything is done
sub kept_rights {
  my ($path) = @_;
  my @now = lstat $path;
  S_ISREG($now[2]) || S_ISDIR($now[2]) or die S_ISLNK($now[2]) ? "$path is a symbolic link\n" : "$path is neither a file nor a folder\n";
  my $file = open_safely($path) // die over_link($path);
  @now = stat $file;
  join "\t", S_ISDIR($now[2]) ? "folder" : "modes", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5];
}

sub keep_paths {
  my ($folder, $wishes) = @_;
  my ($number, $bytes, @index) = (0, 0);
  my %only_modes = only_modes($wishes);
  # accounts change in them too
  delete @only_modes{@ACCOUNT};
  for my $path (paths_of($wishes)) {
    $path =~ m{^/} && $path !~ m{/\.\.?(/|$)} or die "$path is no absolute path\n";
    my @now = lstat $path;
    my $line;
    if (!@now) { $line = join "\t", "absent", hex_of($path) }
    elsif ($only_modes{$path}) { $line = kept_rights($path) }
    elsif (S_ISREG($now[2])) {
      my ($mode, @rights) = seen_safely($path);
      my $content = pop @rights;
      $bytes += length $content;
      write_file("$folder/before/$number", $content);
      $line = join "\t", "file", hex_of($path), sprintf("%o", $mode), @rights, $number++;
    } elsif (S_ISDIR($now[2])) { $line = join "\t", "folder", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5] }
    elsif (S_ISLNK($now[2])) { $line = join "\t", "link", hex_of($path), hex_of(readlink $path) }
    else { die "$path is neither a file nor a folder\n" }
    push @index, $line;
  }
  (\@index, $bytes);
}

# what a journal keeps, a row each: paths, then units, statements, and what is told to read its files again
sub entries_of {
  my ($folder) = @_;
  map { my ($kind, @words) = split /\t/; entry($folder, $kind, @words) } split /\n/, read_file("$folder/index");
}

sub entry {
  my ($folder, $kind, @words) = @_;
  return { kind => $kind, number => $words[0] } if $kind eq "sql";
  return { kind => $kind, what => $words[0] } if $kind eq "reload";
  return { kind => $kind, unit => $words[0], enabled => $words[1], active => $words[2], restart => ($words[3] // "") eq "restart" } if $kind eq "unit";
  my %at = (kind => $kind, path => pack("H*", $words[0]));
  return { %at, to => pack("H*", $words[1]) } if $kind eq "link";
  return { %at } if $kind eq "absent";
  my %rights = (mode => oct $words[1], owner => $words[2], group => $words[3]);
  $kind =~ /^(?:folder|modes)$/ ? { %at, %rights } : { %at, %rights, changed => $words[4], kept => "$folder/before/$words[5]" };
}

# what brings one file back; of a folder or a link there is nothing
sub file_before {
  my ($entry) = @_;
  return { kind => "file", path => $entry->{path}, content => undef } if $entry->{kind} eq "absent";
  return if $entry->{kind} ne "file";
  { kind => "file", (map { $_ => $entry->{$_} } qw(path mode owner group)), content => read_file($entry->{kept}) };
}

# what was written, so that a later look can tell a change by hand
sub keep_after {
  my ($folder, $wishes) = @_;
  mkdir "$folder/after", 0700;
  my ($number, @lines) = (0);
  for my $wish (grep { $_->{kind} eq "file" } @$wishes) {
    if (!defined $wish->{content}) { push @lines, join "\t", "absent", hex_of($wish->{path}); next }
    write_file("$folder/after/$number", $wish->{content});
    push @lines, join "\t", "file", hex_of($wish->{path}), $number++;
  }
  write_file("$folder/written", join "", map { "$_\n" } @lines);
}
