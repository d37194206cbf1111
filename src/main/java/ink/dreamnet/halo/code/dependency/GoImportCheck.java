package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;

/// An import of a package of the same Go module must lead to a directory. Which module that is, the nearest `go.mod` says; what others
/// provide and what generators write is not judged.
@Reports(ImportCheck.CODE)
class GoImportCheck extends ImportCheck {

    private static final Pattern IMPORT = Pattern
            .compile(
                    "(?m)^(?:import[ \\t]{1,8}|\\t)(?:[\\w.]{1,80}[ \\t]{1,20})?\"([\\w.~-]{1,100}(?:/[\\w.~-]{1,100}){1,20})\"");
    private static final Pattern DECLARATION = Pattern.compile("(?m)^(?:func|type|var|const)\\b");
    private static final Pattern GENERATED = Pattern.compile(
            "/(?:gen|generated|genproto|mocks?|pb|proto|protos|bindata|ent|sqlc|[\\w-]*pb|[\\w-]*gen)(?:/|$)");
    private static final Pattern IGNORED = Pattern.compile("(?m)^//(?:go:build|[ ]?\\+build) ignore\\b");

    @Override
    boolean isSource(TreeFile file) {
        return file.name().endsWith(".go") && !file.name().endsWith(".pb.go");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.textOrEmpty();
        Matcher declaration = DECLARATION.matcher(text);
        String imports = text.substring(0, declaration.find() ? declaration.start() : text.length());
        if (IGNORED.matcher(imports).find()) {
            return;
        }
        for (Matcher found = IMPORT.matcher(imports); found.find();) {
            String path = found.group(1);
            if (!GENERATED.matcher(path).find()) {
                Reference reference = unresolved(file, found.start(1), path + ", which is no package of its module",
                        List.of(""));
                facts.reference(new Reference(reference.missing(), Kind.GO, path, reference.candidates()));
            }
        }
    }
}
