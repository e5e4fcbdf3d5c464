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

sub keep_paths {
  my ($folder, @paths) = @_;
  my ($number, $bytes, @index) = (0, 0);
  for my $path (@paths) {
    $path =~ m{^/} && $path !~ m{/\.\.?(/|$)} or die "$path is no absolute path\n";
    my @now = lstat $path;
    my $line;
    if (!@now) { $line = join "\t", "absent", hex_of($path) }
    elsif (S_ISREG($now[2])) {
      my $content = read_safely($path);
      $bytes += length $content;
      write_file("$folder/before/$number", $content);
      $line = join "\t", "file", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5, 9], $number++;
    } elsif (S_ISDIR($now[2])) { $line = join "\t", "folder", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5] }
    elsif (S_ISLNK($now[2])) { $line = join "\t", "link", hex_of($path), hex_of(readlink $path) }
    else { die "$path is neither a file nor a folder\n" }
    push @index, $line;
  }
  (\@index, $bytes);
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
