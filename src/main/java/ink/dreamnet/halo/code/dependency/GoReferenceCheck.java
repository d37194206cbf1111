package ink.dreamnet.halo.code.dependency;

import java.util.List;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.springframework.stereotype.Component;

/// What `go.mod` and `go.work` refer to by path must hold a `go.mod`: `replace … => ./path` and `use ./path`.
@Component
class GoReferenceCheck implements FileCheck {

    @Override
    public boolean reads(TreeFile file) {
        return Expected.reads(file, "go.mod", "go.work");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null) {
            return;
        }
        Expected expected = new Expected(file, facts);
        GoMod read = GoMod.read(text);
        for (GoMod.Line replace : read.of("replace")) {
            List<String> words = replace.words();
            int arrow = words.indexOf("=>");
            if (arrow > 0 && arrow + 1 < words.size() && GoMod.isPath(words.get(arrow + 1))) {
                expected.at("repo.dependency-path-missing", replace.number(), words.get(arrow + 1), words.getFirst()
                        + " is replaced by " + words.get(arrow + 1) + ", which holds no go.mod", "go.mod");
            }
        }
        for (GoMod.Line use : read.of("use")) {
            String path = use.words().isEmpty() ? "" : use.words().getFirst();
            expected.at("repo.workspace-member-missing", use.number(), path, "the workspace uses " + path
                    + ", which holds no go.mod", "go.mod");
        }
    }
}
