package ink.dreamnet.halo.code.dependency;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// The module of a relative import of Python must exist: as a module, a package, a stub, or something that is compiled to a
/// module. The imported names are not judged, they may be attributes. Not judged are modules that tools write
/// (`_version`, `*_pb2`), and imports that lead out of the repository. A module may be a native extension that is
/// built from elsewhere, so nothing is said where its directory, or one above, builds native code.
@Reports(ImportCheck.CODE)
class PythonImportCheck extends ImportCheck {

    private static final List<String> ENDINGS = List.of(".py", ".pyi", ".pyx", ".pxd", ".so", ".pyd", ".c", ".cc",
            ".cpp", ".rs", ".py.in", ".pyx.in", ".pyx.tp", ".pyw");
    /// What only describes types, and is never loaded.
    private static final String STUB = ".pyi";
    private static final List<String> NATIVE_BUILDS = List.of("meson.build", "CMakeLists.txt", "Cargo.toml", "build.rs",
            "binding.gyp");
    private static final Pattern WRITTEN = Pattern.compile(
            "_version|__version__|_?version_info|__config__|_build_config|_build_info|parsetab|lextab|yacctab|lexer?_?tab"
                    + "|.*_pb2|.*_pb2_grpc|.*_generated|_?generated.*|local_settings|settings_local|secrets");

    @Override
    boolean isSource(TreeFile file) {
        return file.name().endsWith(".py") || file.name().endsWith(STUB);
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        for (PythonImports.Import found : PythonImports.in(file.textOrEmpty())) {
            String base = Paths.resolve(file.entry().directory(), "../".repeat(found.level() - 1));
            if (base == null || found.module().isEmpty() || found.module().endsWith(".")) {
                continue;
            }
            String[] parts = found.module().split("\\.");
            String last = parts[parts.length - 1];
            boolean judged = Place.isJudged(base + "/" + found.module().replace('.', '/') + "/");
            if (judged && !WRITTEN.matcher(last).matches()) {
                Reference reference = unresolved(file, found.offset(), ".".repeat(found.level()) + found.module()
                        + ", which is no module of the repository", candidates(base, parts));
                facts.reference(file.entry().name().endsWith(STUB)
                        ? reference.with(Severity.LOW)
                        : reference);
            }
        }
    }

    private static Set<String> candidates(String base, String[] parts) {
        Set<String> candidates = new LinkedHashSet<>();
        String path = base;
        for (int i = 0; i < parts.length; i++) {
            path = Paths.join(path, parts[i]);
            if (i < parts.length - 1) {
                // a module may offer modules below itself, as six does
                candidates.add(path + ".py");
            }
        }
        for (String ending : ENDINGS) {
            candidates.add(path + ending);
        }
        candidates.add(path);
        built(candidates, Paths.directory(path), parts[parts.length - 1]);
        return candidates;
    }

    private static void built(Set<String> candidates, String directory, String module) {
        for (String place : List.of(directory, Paths.join(directory, "src"), "src", "")) {
            candidates.add(Paths.join(place, module + ".c"));
            candidates.add(Paths.join(place, module + "module.c"));
        }
        String above = directory;
        while (true) {
            for (String build : NATIVE_BUILDS) {
                candidates.add(Paths.join(above, build));
            }
            if (above.isEmpty()) {
                return;
            }
            above = Paths.directory(above);
        }
    }
}
