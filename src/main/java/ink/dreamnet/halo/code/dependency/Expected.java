package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// What one manifest says must exist beside it.
///
/// @param manifest the file that says so
/// @param facts takes it
record Expected(SourceFile manifest, Facts facts) {

    private static final Pattern BUILT = Pattern
            .compile(
                    "/(?:dist|build|out|target|node_modules|generated|gen|\\.(?:next|nuxt|output|svelte-kit|expo|astro|wxt|"
                            + "vercel|cache|react-router|venv|git|open-next|wrangler|netlify|vinxi|tanstack))/");

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
        path(code, Severity.HIGH, line, written, message, files);
    }

    /// Reports it with another severity.
    void path(String code, Severity severity, int line, String written, String message, String... files) {
        String relative = written.replace('\\', '/');
        if (!isPath(relative)) {
            return;
        }
        List<String> all = new ArrayList<>();
        for (String file : files) {
            all.add(relative + "/" + file);
        }
        anyOf(code, severity, line, files.length == 0 ? List.of(relative) : all, message);
    }

    /// Reports where none of several paths exists; nothing where one of them is not judged.
    ///
    /// @param written relative to the manifest
    void anyOf(String code, Severity severity, int line, List<String> written, String message) {
        anyOf(code, severity, line, manifest.entry().directory(), written, message);
    }

    /// Reports it where the paths are relative to another directory.
    void anyOf(String code, Severity severity, int line, String directory, List<String> written, String message) {
        List<String> candidates = new ArrayList<>();
        for (String each : written) {
            String path = isPath(each) ? Paths.resolve(directory, each) : null;
            if (path == null || path.isEmpty() || !Place.isJudged(path + "/")
                    || code.equals(ReferenceCheck.FILE) && isBuilt(path)) {
                return;
            }
            candidates.add(path);
        }
        if (!candidates.isEmpty()) {
            facts.reference(
                    new Reference(new Finding(code, severity, manifest.path(), line, message), Kind.PATH, candidates));
        }
    }

    /// @return whether builds write to a path
    static boolean isBuilt(String path) {
        return BUILT.matcher("/" + path + "/").find();
    }

    /// @return whether something written is a path, and not a pattern, an address or absolute
    static boolean isPath(String relative) {
        boolean glob = relative.chars().anyMatch(c -> "*?{}[]!()$%@#<>`".indexOf(c) >= 0) && !relative.startsWith("@");
        return !(relative.isBlank() || relative.startsWith("/") || relative.startsWith("~")
                || relative.indexOf(':') >= 0 || glob);
    }
}
