# ---- roll back

sub rollback {
  my ($at) = @_;
  my ($only) = ($at // "") =~ /^(\d.*)$/;
  # an operator takes back what is theirs; before the turn is taken too, for that would end whoever is at work
  return say_line("nothing") if defined $only && (armed() // "") ne $only;
  alone(1);
  my $id = armed();
  return say_line("nothing") if !defined $id || defined $only && $id ne $only;
  my @failed = take_back($id, ($at // "") eq "boot");
  say_line(@failed ? "partly" : "back", $id, map { hex_of($_) } @failed);
}

sub in_folder_of_a_person {
  my ($kind, $path) = split /\t/, $_[0];
  $kind =~ /^(?:absent|file|folder|link)$/ && keeper(pack "H*", $path) != 0;
}

sub take_back {
  my ($id, $boot) = @_;
  my $folder = journal($id);
  my (@failed, @units, @reloads);
  eval { end_rehearsal() };
  # confirmed in the last moment: whoever marked it first has won; or back already, and only the end was cut off
  if (state_of($id) =~ /^(?:confirmed|taken back)$/) { disarm(); return }
  mark_quietly($id, "taking back");
  unlink "$folder/reserve";
  my @index = reverse split /\n/, read_file("$folder/index");
  # what lies in somebody's folder comes last: they can hold that up
  @index = ((grep { !in_folder_of_a_person($_) } @index), (grep { in_folder_of_a_person($_) } @index));
  # what did not run before is stopped while its own files are still there: they say how
  for my $line (grep { /^unit\t/ } @index) {
    my (undef, $name, $enabled, $active) = split /\t/, $line;
    next if $boot || $active eq "active";
    quiet("systemctl", "stop", $name);
    quiet("systemctl", "disable", $name) if $enabled !~ /^enabled/;
  }
  for my $line (@index) {
    my ($kind, @words) = split /\t/, $line;
    next if $kind eq "sql";
    if ($kind eq "unit") { push @units, [@words]; next }
    if ($kind eq "reload") { push @reloads, $words[0]; next }
    my $path = pack "H*", $words[0];
    eval {
      if ($kind eq "absent") { gone($path) }
      elsif ($kind eq "file") { restore_file($path, "$folder/before/$words[5]", @words[1 .. 4]) }
      elsif ($kind eq "folder") { restore_folder($path, @words[1 .. 3]) }
      elsif ($kind eq "link") { bring_link($path, pack "H*", $words[1]) }
      1;
    } or do { my $why = $@; chomp $why; push @failed, $why };
  }
  sweep(folders_of(@index));
  for my $hex (reverse split /\n/, eval { read_file("$folder/made") } // "") { rmdir pack "H*", $hex }
  quiet("systemctl", "daemon-reload");
  for my $unit (@units) {
    my ($name, $enabled, $active, $restart) = @$unit;
    quiet("systemctl", $enabled =~ /^enabled/ ? "enable" : "disable", $name) if $enabled =~ /^(enabled|disabled)/;
    quiet("systemctl", $boot ? "--no-block" : (), $restart && !$boot ? "restart" : "start", $name) if $active eq "active";
  }
  if (!$boot) { for my $what (@reloads) { eval { reload($what); 1 } or push @failed, "$what: $@" } }
  if ($boot) { sql_at_boot($id) }
  else { eval { push @failed, sql_taken_back($id); 1 } or push @failed, $@ }
  chomp @failed;
  mark_quietly($id, @failed ? "partly taken back" : "taken back");
  disarm();
  quiet("logger", "-p", "auth.crit", "-t", "secondlock", @failed ? "change $id could be taken back only in part: $failed[0]" : "change $id was not confirmed and is taken back");
  @failed;
}
