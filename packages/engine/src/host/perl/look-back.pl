# ---- looking back

sub status {
  my $id = armed();
  say_line("armed", $id) if defined $id;
  for my $journal (journals()) {
    my ($about) = eval { request_of($journal) };
    say_line("journal", $journal, hex_of(state_of($journal)), $about->{who} // "", $about->{plan} // "");
  }
  my %written;
  my $record = "";
  for my $journal (grep { state_of($_) eq "confirmed" } effective()) {
    my $folder = journal($journal);
    my ($about) = eval { request_of($journal) };
    $record = $about->{record} if defined $about->{record};
    for my $line (split /\n/, eval { read_file("$folder/written") } // "") {
      my ($kind, $path, $number) = split /\t/, $line;
      $written{$path} = $kind eq "absent" ? undef : "$folder/after/$number";
    }
  }
  for my $hex (sort keys %written) {
    my $path = pack "H*", $hex;
    my $then = defined $written{$hex} ? text_at($written{$hex}) : undef;
    say_line("written", $hex, holds($path, $then) ? "same" : lstat $path ? "changed" : "gone");
  }
  say_line("standing", $_) for effective();
  say_line("record", $record);
  say_line("end");
}

# what an undo would bring back, and what stays all the same
sub show {
  my ($to) = @_;
  my @undone = grep { $_ ge ($to // "") } effective();
  @undone or fail("nothing that Secondlock changed here is left since then");
  for my $id (@undone) {
    my ($about) = request_of($id);
    say_line("undone", $id, $about->{who} // "", $about->{plan} // "");
    say_line("stays", $_) for @{ $about->{stays} // [] };
  }
  my @back = wishes_before($undone[0]);
  say_line("edited", hex_of($_)) for edited(\@undone, \@back);
  for my $wish (@back) {
    if ($wish->{kind} eq "file") { say_line(defined $wish->{content} ? "back" : "gone", hex_of($wish->{path})) }
    elsif ($wish->{kind} eq "accounts") {
      my ($files, $stays) = accounts_before(@undone);
      say_line("back", hex_of($_->{path})) for @$files;
      say_line("stays", hex_of($_)) for @$stays;
    }
    elsif ($wish->{kind} =~ /^(?:modes|link)$/) { say_line("back", hex_of($wish->{path})) }
    elsif ($wish->{kind} eq "sql") { say_line("back", hex_of("accounts and rights of $wish->{engine}")) }
    elsif ($wish->{kind} eq "unit") { say_line("unit", $wish->{unit}, $wish->{enabled} ? "enabled" : "disabled", $wish->{active} ? "running" : "stopped") }
  }
  say_line("end");
}

sub forget {
  alone();
  fail("a change waits to be confirmed") if defined armed();
  end_rehearsal();
  disarm();
  sweep($UNITS, folders_of(map { eval { entries_of(journal($_)) } } journals()));
  quiet("rm", "-rf", "--", $STAGE);
  quiet("rm", "-rf", "--", $HOME);
  fail("$HOME cannot be removed") if -e $HOME;
  say_line("forgotten");
}
