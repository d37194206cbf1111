package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// The projects that a build refers to by path must exist: `ProjectReference` of .NET's project files, projects of a `.sln`, and
/// `include` of a `settings.gradle` that does not place its projects itself.
@Reports(ReferenceCheck.MEMBER)
class ProjectReferenceCheck implements FileCheck {

    private static final Pattern NET = Pattern.compile("(?i).*\\.(?:cs|fs|vb)proj");
    private static final Pattern REFERENCE = Pattern
            .compile("<ProjectReference\\s{1,20}Include\\s{0,5}=\\s{0,5}\"([^\"]{1,400})\"");
    private static final Pattern OF_SOLUTION = Pattern
            .compile(
                    "(?m)^Project\\(\"\\{[^}\"]{0,60}}\"\\)\\s{0,5}=\\s{0,5}\"[^\"]{0,300}\",\\s{0,5}\"([^\"]{1,400}proj)\"");
    private static final Pattern INCLUDE = Pattern
            .compile("(?m)^[ \\t]{0,20}include[ \\t(]{1,8}((?:[\"'][\\w:./-]{1,200}[\"'][,\\s)]{0,40}){1,200})");
    private static final Pattern QUOTED = Pattern.compile("[\"']([\\w:./-]{1,200})[\"']");
    private static final List<String> PLACES_ITSELF = List.of("projectDir", "includeBuild", "for (", "each",
            "fileTree");

    @Override
    public boolean reads(TreeFile file) {
        String name = file.name();
        return (NET.matcher(name).matches() || name.endsWith(".sln") || name.equals("settings.gradle")
                || name.equals("settings.gradle.kts")) && Place.isFile(file) && file.size() <= Manifests.LARGEST
                && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Expected expected = new Expected(file, facts);
        String text = file.textOrEmpty();
        if (file.entry().name().startsWith("settings.gradle")) {
            gradle(file, text, expected);
            return;
        }
        Pattern pattern = file.entry().name().endsWith(".sln") ? OF_SOLUTION : REFERENCE;
        String visible = withoutComments(text);
        for (Matcher project = pattern.matcher(visible); project.find();) {
            expected.path(ReferenceCheck.MEMBER, file.line(project.start(1)), project.group(1),
                    "refers to the project " + project.group(1) + ", which does not exist");
        }
    }

    /// @return the text with blanks in place of its comments, so that lines stay where they are
    private static String withoutComments(String text) {
        StringBuilder visible = new StringBuilder();
        int copied = 0;
        for (int from = text.indexOf("<!--"); from >= 0; from = text.indexOf("<!--", copied)) {
            int end = text.indexOf("-->", from);
            if (end < 0) {
                break;
            }
            visible.append(text, copied, from).append(text.substring(from, end).replaceAll("[^\\n]", " "));
            copied = end;
        }
        return visible.append(text, copied, text.length()).toString();
    }

    private static void gradle(SourceFile file, String text, Expected expected) {
        if (PLACES_ITSELF.stream().anyMatch(text::contains)) {
            return;
        }
        for (Matcher include = INCLUDE.matcher(text); include.find();) {
            for (Matcher name = QUOTED.matcher(include.group(1)); name.find();) {
                String path = name.group(1).replaceAll("^:", "").replace(':', '/');
                expected.anyOf(ReferenceCheck.MEMBER, Severity.HIGH, file.line(include.start(1) + name.start(1)),
                        List.of(path), "includes the project " + name.group(1) + ", which does not exist");
            }
        }
    }
}
