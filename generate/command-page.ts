import type { buildProgram } from "secondlock/program";

type Command = ReturnType<typeof buildProgram>;

/** Text of docs/command.md. */
export function commandPage(program: Command, exitCodes: Readonly<Record<string, string>>): string {
  const shown = program.createHelp().visibleCommands(program);
  const commands = program.commands
    .filter((command) => shown.includes(command))
    .map((command) => `## secondlock ${command.name()}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`);
  const codes = Object.entries(exitCodes).map(([code, text]) => `| ${code} | ${text} |`);
  return `# The command\n\nMade by \`npm run generate\`. In a checkout, \`npm run secondlock -- ARGS\` is the command.\n\n\`\`\`text\n${help(program)}\n\`\`\`\n\n${commands.join("\n")}\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n${codes.join("\n")}\n`;
}

function help(command: Command): string {
  let text = "";
  command
    .configureHelp({ helpWidth: 100 })
    .configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return text.trim();
}
