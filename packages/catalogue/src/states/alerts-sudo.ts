/** The part of the alerts program that understands what sudo writes. */
export const alertsSudo = String.raw`
# ---- sudo: lines that are begun, and processes whose command is told, by process

my (%BEGUN, %TOLD);

# sudo breaks a line at some 960 bytes, and goes on with the next: what one process writes is put together. A session that
# begins without any command's line is told all the same
sub sudo_of {
  my ($entry, $text) = @_;
  my ($uid, $process, $time) = ($entry->{_UID} // "", $entry->{_PID} // "", $entry->{__REALTIME_TIMESTAMP} / 1_000_000);
  if ($text =~ /^pam_unix\(sudo(?:-i)?:session\): session opened for user ([^\s(]+)\S* by ([^\s(]*)(?:\(uid=(\d+)\))?/) {
    my ($as, $who, $number) = ($1, $2, $3);
    delete $BEGUN{$process};
    return if $time <= (delete $TOLD{$process} // 0) + 10 || $who eq "root" || ($number // "") eq "0";
    $who = getpwuid($number) // $number if $who eq "" && defined $number;
    return { kind => "sudo", who => $who, from => where_of($entry, $who), command => "", how => "as $as: the line with its command is missing" };
  }
  my ($who, $more, $rest) = $text =~ /^\s*(\S+) : (\(command continued\) )?(.*)$/ or return;
  # whatever has the length of a broken line may go on: only a whole command can be on the quiet list
  my $whole = !$more && length $text < 900;
  if ($more) {
    my $begun = $BEGUN{$process};
    return if !defined $begun || $begun->{who} ne $who;
    $rest = "$begun->{text} $rest";
    $rest = substr($rest, 0, 4096) . substr $rest, -4096 if length $rest > 8192;
  }
  if ($rest !~ /; COMMAND=/) {
    delete $BEGUN{ (sort keys %BEGUN)[0] } if keys %BEGUN >= 500;
    $BEGUN{$process} = { who => $who, text => $rest } if $more || $rest =~ /(?:^|; )(?:TTY|PWD|USER)=/;
    return;
  }
  delete $BEGUN{$process};
  delete $TOLD{ (sort { $TOLD{$a} <=> $TOLD{$b} } keys %TOLD)[0] } if keys %TOLD >= 500;
  $TOLD{$process} = $time if $process ne "";
  # root gains nothing by it
  return if $who eq "root" && $uid eq "0";
  my ($as) = $rest =~ /(?:^|; )USER=(\S+) ;/;
  my ($command) = $rest =~ /; COMMAND=(.*)$/;
  my ($refused) = $rest =~ /^([^=]*?) ; /;
  return { kind => "sudo", who => $who, from => where_of($entry, $who), command => $whole ? $command : "", how => join " ", defined $refused ? "refused ($refused):" : (), "as " . ($as // "root") . ":", short($command) };
}

# what was typed after a program's name may be a secret: it stays in the host's journal
sub short { my ($program, @rest) = split / /, $_[0] // ""; @rest ? "$program (and " . @rest . (@rest == 1 ? " word)" : " words)") : $program // "" }
`;
