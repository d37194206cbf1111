package ink.dreamnet.halo.code.dependency;

import java.util.Random;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class PythonImportCheckTest {

    private final PythonImportCheck check = new PythonImportCheck();

    @Test
    void checkWhenModuleIsMissingNamesFileAndLine() {
        TreeOf tree = TreeOf.files("pkg/sub/a.py", "import os\n\nfrom ..gone.mod import (\n    x,\n)\n");

        assertThat(tree.found(check))
                .containsExactly(new Finding("repo.import-unresolved", Severity.HIGH, "pkg/sub/a.py", 3,
                        "imports ..gone.mod, which is no module of the repository"));
        assertThat(tree.with("pkg/gone/mod.py", "").found(check)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from .gone import x", "def f():\n    from .gone import x", "from . gone import x",
            "\"\"\"doc\"\"\"\nfrom .gone import x", "x = '#'\nfrom .gone import x", "x = [\n]\nfrom .gone import x",
            "try:\n    pass\nexcept ImportError:\n    from .gone import x",
            "try:\n    pass\nfinally:\n    pass\nfrom .gone import x",
            "x = 'it\\'s'\nfrom .gone import x", "x = r'''\n'\\''''\nfrom .gone import x", "from .gone import *"})
    void checkWhenImportedInAnyFormFinds(String text) {
        assertThat(TreeOf.files("pkg/a.py", text).found(check)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"# from .gone import x", "\"\"\"\nfrom .gone import x\n\"\"\"",
            "x = (\nfrom .gone import x\n)",
            "try:\n    from .gone import x\nexcept ImportError:\n    x = None", "from . import gone",
            "from .. import gone",
            "from ._version import version", "from .a_pb2 import A", "from ...outside import x", "from gone import x",
            "from .extern.gone import x",
            "with contextlib.suppress(ImportError):\n    from .gone import x",
            "with self.assertRaises(ImportError):\n    from .gone import x",
            "with pytest.raises(E):\n    from .gone import x",
            "import gone", "x = '''\nfrom .gone import x'''"})
    void checkWhenNoImportOrExcusedFindsNothing(String text) {
        assertThat(TreeOf.files("pkg/a.py", text).found(check)).isEmpty();
    }

    @Test
    void checkWhenAStubImportsIsLow() {
        String text = "from .gone import x";
        assertThat(TreeOf.files("pkg/a.pyi", text, "pkg/a.py", text).found(check)).extracting(
                found -> found.path() + " " + found.severity().wire())
                .containsExactly("pkg/a.py high", "pkg/a.pyi low");
    }

    @ParameterizedTest
    @CsvSource({".b, pkg/b.py", ".b, pkg/b/__init__.py", ".b, pkg/b/namespace/x.py", ".b, pkg/b.pyi", ".b, pkg/b.pyx",
            ".b, pkg/b.so", ".six.moves, pkg/six.py", "..b, b.py", "._b, pkg/_bmodule.c", "._b, src/_b.c",
            "._b, Cargo.toml",
            "._b, pkg/meson.build"})
    void checkWhenAnyKindOfModuleExistsFindsNothing(String module, String file) {
        TreeOf tree = TreeOf.files("pkg/a.py", "from " + module + " import x");
        assertThat(tree.found(check)).hasSize(1);
        assertThat(tree.with(file, "").found(check)).isEmpty();
    }

    @Test
    void checkWhenTheBuildMakesNativeModulesIsLow() {
        TreeOf tree = TreeOf.files("lib/pkg/a.py", "from .gone import x", "lib/setup.py", "", "other/core.cpp", "",
                "lib/tests/x.c", "");
        assertThat(tree.found(check)).extracting(Finding::severity).containsExactly(Severity.HIGH);
        assertThat(tree.with("lib/src/core.cpp", "").found(check)).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.LOW);
            assertThat(found.message()).endsWith("which is no module of the repository, or a build writes it");
        });
    }

    @Test
    void checkWhenInputIsRandomNeverThrows() {
        String alphabet = "from .a import b\n    try:\n'''\"\\#()[]{}\t with suppress(";
        Random random = new Random(20261124);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                int from = random.nextInt(alphabet.length());
                text.append(alphabet, from, Math.min(alphabet.length(), from + 1 + random.nextInt(8)));
            }
            assertThatCode(() -> TreeOf.files("a.py", text.toString()).found(check)).doesNotThrowAnyException();
        }
    }
}
