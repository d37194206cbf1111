package ink.dreamnet.halo.code.quality;

import java.io.IOException;
import java.util.Locale;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// Finds binary files that every clone carries along for ever and that belong into Git LFS or a release. It compares nothing,
/// but needs the tree, for such a file may be larger than what HALO reads. A pointer of Git LFS is small and thus no finding.
@Reports(LargeBinaryCheck.CODE)
class LargeBinaryCheck implements TreeCheck {

    static final String CODE = "repo.large-binary";
    /// Forges refuse larger files.
    private static final long REFUSED = 100L * 1024 * 1024;
    /// Forges warn of larger files when they are pushed.
    private static final long WARNED = 50L * 1024 * 1024;
    private final long threshold;

    LargeBinaryCheck(QualityProperties properties) {
        this.threshold = properties.largeBinary().toBytes();
    }

    /// What was found with another threshold does not hold.
    @Override
    public int version() {
        return Long.hashCode(threshold) + 2;
    }

    @Override
    public boolean concerns(String path) {
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile file : tree.files().values()) {
            if (file.size() >= threshold && Place.isFile(file) && isBinary(tree, file)) {
                Severity severity = file.size() >= REFUSED
                        ? Severity.HIGH
                        : file.size() >= WARNED ? Severity.MEDIUM : Severity.LOW;
                facts.finding(new Finding(CODE, severity, file.path(), 0,
                        "is binary and %s large".formatted(size(file.size()))));
            }
        }
    }

    private static boolean isBinary(Tree tree, TreeFile file) throws IOException {
        SourceFile start = tree.beginning(file.path());
        return start != null && start.isBinary();
    }

    private static String size(long bytes) {
        double mebibytes = bytes / 1024.0 / 1024.0;
        return mebibytes < 1
                ? "%d KiB".formatted(bytes / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
    }
}
