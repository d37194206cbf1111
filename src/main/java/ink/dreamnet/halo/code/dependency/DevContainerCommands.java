package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;

/// What a development container runs at the root of the repository when it is made and started (containers.dev, "Lifecycle scripts").
final class DevContainerCommands {

    private static final Pattern PLACE = Pattern
            .compile("\\.devcontainer(?:\\.json|/(?:[^/]{1,200}/)?devcontainer\\.json)");
    private static final List<String> KEYS = List.of("initializeCommand", "onCreateCommand", "updateContentCommand",
            "postCreateCommand", "postStartCommand", "postAttachCommand");
    private static final String AS_USUAL = "${localWorkspaceFolderBasename}";

    private DevContainerCommands() {
    }

    /// @return those of each file
    static List<List<WrittenCommand>> in(Tree tree) throws IOException {
        List<List<WrittenCommand>> all = new ArrayList<>();
        for (TreeFile file : tree.files().values()) {
            if (PLACE.matcher(file.path()).matches() && file.size() <= Manifests.LARGEST) {
                Item settings = Json.readLeniently(tree.text(file.path())).content();
                boolean elsewhere = settings.has("dockerComposeFile") || settings.has("workspaceFolder");
                if (!elsewhere || settings.get("workspaceFolder").text("").endsWith(AS_USUAL)) {
                    all.add(commands(file.path(), settings));
                }
            }
        }
        return all;
    }

    private static List<WrittenCommand> commands(String path, Item settings) {
        List<WrittenCommand> commands = new ArrayList<>();
        for (String key : KEYS) {
            Item written = settings.get(key);
            List<Item> each = written.isMap() ? List.copyOf(written.entries().values()) : List.of(written);
            for (Item command : each) {
                for (ShellScript.Command one : commands(command)) {
                    commands.add(new WrittenCommand(path, command.line(), key + " ", one, true, true, true));
                }
            }
        }
        return commands;
    }

    private static List<ShellScript.Command> commands(Item command) {
        List<String> words = command.texts().stream().map(word -> word.text("")).toList();
        return words.isEmpty()
                ? ShellScript.commands(command.text(""), "")
                : List.of(new ShellScript.Command(words, List.of(), "", 0, true, false));
    }
}
