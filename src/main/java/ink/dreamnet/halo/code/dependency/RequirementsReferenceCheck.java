package ink.dreamnet.halo.code.dependency;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;

/// What a file of pip's requirements names by path must exist: other requirements (`-r`), constraints (`-c`), and packages of the
/// repository (`-e ./lib`). See pip's documentation, "Requirements File Format".
@Reports(ReferenceCheck.DEPENDENCY)
class RequirementsReferenceCheck implements FileCheck {

    private static final Pattern NAME = Pattern
            .compile("(?:[\\w.-]{0,80}[-_.])?(?:requirements|constraints)(?:[-_.][\\w.-]{0,80})?\\.(?:txt|in)");
    private static final Pattern LINE = Pattern.compile(
            "(?m)^[ \\t]{0,20}(?:-r|--requirement|-c|--constraint|-e|--editable)(?:[ \\t]{1,20}|=)([^\\s#;]{1,300})");
    private static final Pattern EXTRAS = Pattern.compile("\\[[\\w,. -]{0,200}]$");

    @Override
    public boolean reads(TreeFile file) {
        boolean directory = file.directory().endsWith("requirements") && file.name().endsWith(".txt");
        return (directory || NAME.matcher(file.name()).matches()) && Place.isFile(file)
                && file.size() <= Manifests.LARGEST && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Expected expected = new Expected(file, facts);
        for (Matcher line = LINE.matcher(file.textOrEmpty()); line.find();) {
            String path = EXTRAS.matcher(line.group(1)).replaceFirst("");
            expected.path(ReferenceCheck.DEPENDENCY, file.line(line.start(1)), path,
                    "requires " + path + ", which does not exist");
        }
    }
}
