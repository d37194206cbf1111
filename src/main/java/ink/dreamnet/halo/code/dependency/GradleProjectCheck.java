package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.VisibleText;
import ink.dreamnet.halo.core.Severity;

/// The projects that a `settings.gradle` includes must exist, unless it places its projects itself. Before Gradle 9, one without a directory
/// was an empty project.
@Reports(ReferenceCheck.MEMBER)
class GradleProjectCheck implements TreeCheck {

    private static final List<String> NAMES = List.of("settings.gradle", "settings.gradle.kts");
    private static final String WRAPPER = "gradle/wrapper/gradle-wrapper.properties";
    private static final Pattern OLD = Pattern.compile("/gradle-[1-8]\\.");
    private static final Pattern INCLUDE = Pattern
            .compile("(?m)^[ \\t]{0,20}include[ \\t(]{1,8}((?:[\"'][\\w:./-]{1,200}[\"'][,\\s)]{0,40}){1,200})");
    private static final Pattern QUOTED = Pattern.compile("[\"']([\\w:./-]{1,200})[\"']");
    private static final List<String> PLACES_ITSELF = List.of("projectDir", "includeBuild", "for (", "each",
            "fileTree");

    @Override
    public boolean concerns(String path) {
        return NAMES.stream().anyMatch(path::endsWith) || path.endsWith(WRAPPER);
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (String name : NAMES) {
            for (SourceFile file : Manifests.in(tree, name)) {
                String wrapper = tree.text(Paths.join(file.entry().directory(), WRAPPER));
                check(file, OLD.matcher(wrapper).find() ? Severity.LOW : Severity.HIGH, new Expected(file, facts));
            }
        }
    }

    private static void check(SourceFile file, Severity severity, Expected expected) {
        String text = VisibleText.withoutComments(file.textOrEmpty(), "/*", "*/");
        if (PLACES_ITSELF.stream().anyMatch(text::contains)) {
            return;
        }
        for (Matcher include = INCLUDE.matcher(text); include.find();) {
            for (Matcher name = QUOTED.matcher(include.group(1)); name.find();) {
                String path = name.group(1).replaceAll("^:", "").replace(':', '/');
                expected.anyOf(ReferenceCheck.MEMBER, severity, file.line(include.start(1) + name.start(1)),
                        List.of(path), "includes the project " + name.group(1) + ", which does not exist");
            }
        }
    }
}
