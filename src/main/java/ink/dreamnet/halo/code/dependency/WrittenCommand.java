package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;

/// A command, and where it is written.
///
/// @param file that has it
/// @param line from 1
/// @param subject how what is said about it begins: `the script build `; empty where the file and the line say enough
/// @param heeded whether someone notices where it fails
/// @param filesKnown whether the files are those of the commit when it runs
/// @param scriptsKnown whether the scripts of `package.json` are
record WrittenCommand(String file, int line, String subject, ShellScript.Command command, boolean heeded,
        boolean filesKnown, boolean scriptsKnown) {

    /// @return the commands of the scripts of a package
    static List<WrittenCommand> of(NpmPackage each) {
        List<WrittenCommand> commands = new ArrayList<>();
        each.manifest().get("scripts").entries().forEach((name, script) -> {
            for (ShellScript.Command command : ShellScript.commands(script.text(""), each.directory())) {
                commands.add(new WrittenCommand(each.path(), script.line(), "the script " + name + " ", command, true,
                        true, true));
            }
        });
        return commands;
    }

    /// @param clause what the command does that cannot be
    Finding finding(String code, Severity severity, String clause) {
        return new Finding(code, heeded ? severity : Severity.LOW, file, line, subject + clause);
    }
}
