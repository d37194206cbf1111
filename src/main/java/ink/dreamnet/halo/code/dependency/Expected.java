package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// What one manifest says must exist beside it.
///
/// @param manifest the file that says so
/// @param facts takes it
record Expected(SourceFile manifest, Facts facts) {

    /// Reports the members of a workspace that are not there. One with a wildcard may match nothing.
    ///
    /// @param file what each of them must hold
    void members(Item members, String file) {
        for (Item member : members.texts()) {
            String path = member.text("");
            path(ReferenceCheck.MEMBER, member.line(), path, "the workspace names " + path + ", which holds no " + file,
                    file);
        }
    }

    /// Reports a path that does not exist. One that leads out of the repository, is absolute or has a placeholder is not judged.
    ///
    /// @param written as the manifest has it, relative to it
    /// @param files of which one must be there; empty for the path itself
    void path(String code, int line, String written, String message, String... files) {
        String relative = written.replace('\\', '/');
        boolean glob = relative.chars().anyMatch(c -> "*?{}[]!()$%@#".indexOf(c) >= 0) && !relative.startsWith("@");
        String path = relative.isBlank() || relative.startsWith("/") || relative.startsWith("~")
                || relative.indexOf(':') >= 0 || glob ? null : Paths.resolve(manifest.entry().directory(), relative);
        if (path == null || path.isEmpty() && files.length == 0 || !Judged.path(path + "/")) {
            return;
        }
        List<String> candidates = new ArrayList<>();
        for (String file : files) {
            candidates.add(path.isEmpty() ? file : path + "/" + file);
        }
        if (files.length == 0) {
            candidates.add(path);
        }
        facts.reference(new Reference(new Finding(code, Severity.HIGH, manifest.path(), line, message), candidates));
    }
}
