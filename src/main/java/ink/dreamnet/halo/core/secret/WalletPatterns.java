package ink.dreamnet.halo.core.secret;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Private keys of Ethereum and its like. 64 hexadecimal digits are a hash as often as a key, so what they are given to must say that
/// they are one. The published keys of development networks are none.
final class WalletPatterns {

    /// What keys are given to.
    private static final List<String> NAMES = List.of("PRIVATE_KEY", "private_key", "rivateKey", "rivatekey",
            "private-key", "PRIVATEKEY", "PRIV_KEY", "DEPLOYER", "WALLET_KEY", "SIGNER_KEY", "OPERATOR_KEY",
            "OWNER_KEY", "ADMIN_KEY", "RELAYER_KEY", "ORACLE_KEY", "EVM_KEY", "ETH_KEY", "_PK", "Wallet(",
            "ToAccount(", "from_key(", "accounts:");
    /// The name's end, a type, and what gives the value.
    private static final Pattern VALUE = Pattern.compile("\\w{0,30}[\"'`\\])]{0,2}\\s{0,4}"
            + "(?::\\s{0,3}(?:string|str|String|Hex)\\s{0,3})?(?::=|=>|=|:|,)?[ \\t]{0,8}(?:[\\[(]\\s{0,20})?"
            + "(?:(?:Buffer\\.from|hexToBytes|bytes\\.fromhex)\\()?[\"'`]?(?:0x)?([0-9a-fA-F]{64})(?![0-9a-fA-F])");
    /// The order of the curve secp256k1 (SEC 2, section 2.4.1): keys are below it.
    private static final BigInteger ORDER = new BigInteger(
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final int HEXADECIMAL = 16;
    /// How the keys begin that Hardhat, Anvil, Ganache and their documentation show to everyone.
    private static final Set<String> PUBLISHED = Set.of("ac0974bec39a17e3", "59c6995e998f97a5", "5de4111afa1a4b94",
            "7c852118294e51e6", "47e179ec19748859", "8b3a350cf5c34c91", "92db14e403b83dfe", "4bbbf85ce3377467",
            "dbda1821b80551c9", "2a871d0798f97d79", "f214f2b2cd398c80", "701b615bbdfb9de6", "a267530f49f8280",
            "4f3edf983ac636a6", "6cbed15c793ce576", "6370fd033278c143", "646f1ce2fdad0e6d", "add53f9a7e588d00",
            "395df67f0c2d2d9f", "e485d098507f5473", "a453611d9419d0e5", "829e924fdf021ba3", "b0057716d5917bad",
            "8f2a55949038a9610");
    private static final int SHOWN = 16;

    private WalletPatterns() {
    }

    static List<SecretPattern> all() {
        List<SecretPattern> all = new ArrayList<>();
        NAMES.forEach(name -> all.add(new SecretPattern(name, (text, at) -> key(text, at + name.length()))));
        return all;
    }

    private static @Nullable Secret key(String text, int from) {
        Matcher value = VALUE.matcher(text).region(from, text.length());
        if (!value.lookingAt()) {
            return null;
        }
        String digits = value.group(1).toLowerCase(Locale.ROOT);
        BigInteger key = new BigInteger(digits, HEXADECIMAL);
        return key.signum() > 0 && key.compareTo(ORDER) < 0 && Randomness.isRandom(digits, 3)
                && !PUBLISHED.contains(digits.substring(0, SHOWN))
                        ? Secret.found(Secret.Kind.PRIVATE_KEY, "an Ethereum private key", value.start(1), value.end(1),
                                Severity.CRITICAL)
                        : null;
    }
}
