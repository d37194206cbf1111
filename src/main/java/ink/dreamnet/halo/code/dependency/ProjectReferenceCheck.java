package ink.dreamnet.halo.code.dependency;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.VisibleText;

/// The projects of .NET that a build refers to by path must exist: `ProjectReference` of project files, and projects of a `.sln`.
@Reports(ReferenceCheck.MEMBER)
class ProjectReferenceCheck implements FileCheck {

    private static final Pattern NET = Pattern.compile("(?i).*\\.(?:cs|fs|vb)proj");
    private static final Pattern REFERENCE = Pattern
            .compile("<ProjectReference\\s{1,20}Include\\s{0,5}=\\s{0,5}\"([^\"]{1,400})\"");
    private static final Pattern OF_SOLUTION = Pattern
            .compile(
                    "(?m)^Project\\(\"\\{[^}\"]{0,60}}\"\\)\\s{0,5}=\\s{0,5}\"[^\"]{0,300}\",\\s{0,5}\"([^\"]{1,400}proj)\"");

    @Override
    public boolean reads(TreeFile file) {
        String name = file.name();
        return (NET.matcher(name).matches() || name.endsWith(".sln")) && Place.isFile(file)
                && file.size() <= Manifests.LARGEST && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Expected expected = new Expected(file, facts);
        String text = file.textOrEmpty();
        Pattern pattern = file.entry().name().endsWith(".sln") ? OF_SOLUTION : REFERENCE;
        String visible = VisibleText.withoutComments(text, "<!--", "-->");
        for (Matcher project = pattern.matcher(visible); project.find();) {
            expected.path(ReferenceCheck.MEMBER, file.line(project.start(1)), project.group(1),
                    "refers to the project " + project.group(1) + ", which does not exist");
        }
    }
}
