# ---- everything back to before the first change: for a person on a console, where nothing can be pasted

# a person reads this, so it is said in words
sub undo_all {
  my @host = ($^X, "$HOME/host.pl");
  my $stop = sub { print "$_[0]\n"; exit 1 };
  system(@host, "rollback") == 0 or $stop->("the change that waits cannot be taken back");
  my ($first) = effective();
  if (!defined $first) { print "nothing that was changed here is left to take back\n"; return }
  open my $begin, "|-", @host, "begin" or $stop->("the undo does not start: $!");
  print $begin map { join("\t", @$_) . "\n" } ["who", hex_of("console")], ["seconds", 600], ["plan", hex_of("undo")], ["undo", $first];
  close $begin or $stop->("the undo does not start");
  my $id = armed() // $stop->("the undo is not armed");
  system(@host, "apply", $id) == 0 && system(@host, "confirm", $id) == 0 or $stop->("the undo did not end well: the host takes it back within 10 minutes");
  print "everything is as it was before the first change\n";
}
