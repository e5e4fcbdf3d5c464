# ---- what a plan would change, as it is now

# one row each, by number: whose the folder is where that is not root's alone, whose a file there is, why its rights cannot be
# set, and what it is
sub look {
  my @paths = @_;
  for my $number (0 .. $#paths) {
    my $path = $paths[$number];
    my $fixed = eval { kept_rights($path) if lstat $path; 1 } ? "" : of_it($path, $@);
    my @words = eval { content_now($path) };
    @words = ("untouchable", hex_of(of_it($path, $@))) if !@words;
    my @now = theirs($path) ? lstat $path : ();
    my $owner = @now && S_ISREG($now[2]) ? name_of($now[4]) : "";
    say_line($number, theirs($path) ? name_of(keeper($path)) : "", $owner, hex_of($fixed), @words);
  }
  say_line("end");
}

sub name_of { my ($uid) = @_; (getpwuid $uid)[0] // $uid }

sub of_it { my ($path, $why) = @_; chomp $why; $why =~ s/^\Q$path\E: // or $why =~ s/^\Q$path\E /it /; $why }

sub content_now {
  my ($path) = @_;
  my @now = lstat $path or return "absent";
  die "it is a folder\n" if S_ISDIR($now[2]);
  die "it is a symbolic link\n" if S_ISLNK($now[2]);
  die "it is no regular file\n" if !S_ISREG($now[2]);
  my ($mode, $owner, $group, undef, $content) = seen_safely($path, $MOST_EDITED);
  ("file", sprintf("%o", $mode), name_of($owner), (getgrgid $group)[0] // $group, hex_of($content));
}
