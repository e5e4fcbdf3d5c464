# ---- other programs, as lists of arguments: no shell reads them

# what a program says, and its status; `input` is a file that it reads, and `errors` goes where the caller wants it
sub hear {
  my ($argv, %about) = @_;
  my $pid = open(my $from, "-|") // return (255, "");
  if (!$pid) {
    chdir "/";
    open STDIN, "<", $about{input} // "/dev/null" or POSIX::_exit(126);
    if ($about{quiet}) { open STDERR, ">", "/dev/null" }
    else { open STDERR, ">&", \*STDOUT }
    exec { $argv->[0] } @$argv or do { print "$argv->[0]: $!\n" if !$about{quiet}; POSIX::_exit(127) };
  }
  local $/;
  my $text = <$from> // "";
  close $from;
  ($? & 127 ? 128 + ($? & 127) : $? >> 8, $text);
}

# its status alone
sub quiet { (hear([@_]))[0] }

# the end of what it says, with its status
sub told {
  my ($status, $text) = hear([@_]);
  ($status, length $text > 2000 ? substr $text, -2000 : $text);
}

sub must {
  my ($status, $text) = told(@_);
  return if $status == 0;
  my @lines = grep { /\S/ } split /\n/, $text;
  my ($error) = grep { /error/i } @lines;
  die "$_[0] says: " . substr($error // $lines[-1] // "nothing", 0, 300) . "\n";
}
