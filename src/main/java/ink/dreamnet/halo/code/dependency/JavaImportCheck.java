package ink.dreamnet.halo.code.dependency;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// An import of a type from a package that the same source root holds must lead to a file (JLS 7.2, 7.5.1). What a dependency, an
/// annotation processor may provide is not judged.
@Reports(ImportCheck.CODE)
class JavaImportCheck extends ImportCheck {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package[ \\t]{1,8}([a-z_][\\w.]{0,300})[ \\t]{0,4};");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import[ \\t]{1,8}(?:static[ \\t]{1,8})?"
            + "([a-z_]\\w{0,60}(?:\\.[a-z_]\\w{0,60}){0,20})\\.([A-Z]\\w{0,100})[.;\\w*]{1,200}[ \\t]{0,4};?");
    /// What annotation processors make.
    private static final Pattern GENERATED = Pattern.compile("Q[A-Z].*|.*_.*");
    private static final List<String> ENDINGS = List.of(".java", ".java.in", ".class", ".properties");

    @Override
    boolean isSource(TreeFile file) {
        return file.name().endsWith(".java");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.textOrEmpty();
        Matcher declared = PACKAGE.matcher(text);
        String directory = declared.find() ? declared.group(1).replace('.', '/') : "";
        String own = file.entry().directory();
        if (directory.isEmpty() || !own.equals(directory) && !own.endsWith("/" + directory)) {
            return;
        }
        String root = own.equals(directory) ? "" : own.substring(0, own.length() - directory.length() - 1);
        Set<String> seen = new HashSet<>();
        for (Matcher found = IMPORT.matcher(text); found.find();) {
            String type = found.group(2);
            String path = Paths.join(found.group(1).replace('.', '/'), type);
            if (!GENERATED.matcher(type).matches() && seen.add(path)) {
                Reference reference = unresolved(file, found.start(1), found.group(1) + "." + type
                        + ", which its source root does not hold", ENDINGS.stream().map(type::concat).toList());
                // others' packages have types of their own here, and the rest in a dependency
                Finding missing = isOwn(directory, path)
                        ? reference.missing()
                        : reference.missing().with(Severity.LOW);
                facts.reference(new Reference(missing, Kind.JAVA, root + ":" + path, reference.candidates()));
            }
        }
    }

    /// @return whether two paths of packages begin with the same domain
    private static boolean isOwn(String directory, String path) {
        int domain = directory.indexOf('/', directory.indexOf('/') + 1);
        return path.startsWith((domain < 0 ? directory : directory.substring(0, domain)) + "/");
    }
}
