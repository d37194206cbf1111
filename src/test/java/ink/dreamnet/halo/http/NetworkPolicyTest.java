package ink.dreamnet.halo.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworkPolicyTest {

    private static final NetworkPolicy SECURED = Networks.secured(InetAddress::getAllByName);

    private static boolean reaches(NetworkPolicy policy, Provenance provenance, String address) {
        try {
            return policy.reach(provenance).resolve(address).length > 0;
        } catch (AddressRefusedException refused) {
            return false;
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(address, unknown);
        }
    }

    /// Who reaches it: a caller of the API, a caller where nobody has a token, configuration.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1                                | yes | yes | yes
            2001:db8::1                              | yes | yes | yes
            64:ff9b::192.0.2.1                       | yes | yes | yes
            2002:c000:201::                          | yes | yes | yes
            127.0.0.1                                | no  | yes | yes
            127.9.9.9                                | no  | yes | yes
            0.0.0.0                                  | no  | yes | yes
            ::                                       | no  | yes | yes
            ::1                                      | no  | yes | yes
            ::ffff:127.0.0.1                         | no  | yes | yes
            10.1.2.3                                 | no  | yes | yes
            172.31.255.255                           | no  | yes | yes
            172.32.0.0                               | yes | yes | yes
            192.168.0.1                              | no  | yes | yes
            100.64.0.1                               | no  | yes | yes
            198.18.0.1                               | no  | yes | yes
            fd12::1                                  | no  | yes | yes
            64:ff9b::10.0.0.5                        | no  | yes | yes
            2002:a00:5::1                            | no  | yes | yes
            169.254.0.1                              | no  | no  | no
            fe80::1                                  | no  | no  | no
            169.254.169.254                          | no  | no  | no
            169.254.170.2                            | no  | no  | no
            168.63.129.16                            | no  | no  | no
            100.100.100.200                          | no  | no  | no
            192.0.0.192                              | no  | no  | no
            fd00:ec2::254                            | no  | no  | no
            ::ffff:169.254.169.254                   | no  | no  | no
            ::169.254.169.254                        | no  | no  | no
            ::ffff:0:169.254.169.254                 | no  | no  | no
            64:ff9b::a9fe:a9fe                       | no  | no  | no
            64:ff9b:1::a9fe:a9fe                     | no  | no  | no
            2002:a9fe:a9fe::1                        | no  | no  | no
            2001:0:4136:e378:8000:63bf:5601:5601     | no  | no  | no
            224.0.0.1                                | no  | no  | no
            255.255.255.255                          | no  | no  | no
            ff02::1                                  | no  | no  | no
            """)
    void resolveGoesByTheAddressAndWhoNamedIt(String address, String api, String local, String configuration) {
        assertThat(reaches(SECURED, Provenance.OTHERS, address)).as("api").isEqualTo(api.equals("yes"));
        assertThat(reaches(Networks.LOCAL, Provenance.OTHERS, address)).as("local").isEqualTo(local.equals("yes"));
        assertThat(reaches(SECURED, Provenance.CONFIGURATION, address)).as("configuration")
                .isEqualTo(configuration.equals("yes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
            "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "169.16689662", "0xA9FEA9FE.", "[::ffff:169.254.169.254]",
            "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fe80::a9fe:a9fe%1]"})
    void everySpellingOfAnAddressEndsInTheSameVerdict(String host) {
        NetworkPolicy policy = Networks.secured(name -> {
            throw new AssertionError("nobody is asked for " + name);
        }, "10.0.0.0/8", "169.254.0.0/16", "0.0.0.0/0", "::/0");
        for (Provenance provenance : Provenance.values()) {
            assertThatThrownBy(() -> policy.reach(provenance).resolve(host)).isInstanceOf(
                    AddressRefusedException.class).hasMessageContaining("metadata");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://[fd00:ec2::254]:80/", "tcp://2852039166:80",
            "http://0xa9fea9fe/"})
    void checkWhenTheHostIsAnAddressNamesFieldAndSetting(URI url) {
        if (url.getHost() != null) {
            assertThatThrownBy(() -> SECURED.reach(Provenance.CONFIGURATION).check("url", url)).isInstanceOf(
                    InvalidInputException.class).hasMessageContaining("halo.network.allow does not name it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1password.com", "0x.example", "256.1.1.1", "1.2.3.4.5", "db.internal", "a:b"})
    void literalWhenItIsANameIsNone(String host) {
        assertThat(NetworkPolicy.literal(host)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 10.0.0.0/8, true", "10.0.0.5, 10.0.0.5, true", "10.0.0.5, 0.0.0.0/0, true",
            "10.0.0.5, 10.0.0.4/31, true", "10.0.0.5, 10.0.0.6/31, false", "10.0.0.5, ::/0, false",
            "64:ff9b::10.0.0.5, 10.0.0.0/8, true", "::1, ::1, true", "fd00::7, fd00::/8, true",
            "169.254.7.7, 169.254.7.0/24, true", "169.254.7.7, 0.0.0.0/0, false",
            "169.254.169.254, 169.254.169.254, true",
            "169.254.169.254, 169.254.0.0/16, false", "100.100.100.200, 100.64.0.0/10, false",
            "fd00:ec2::254, fd00::/8, false", "fd00:ec2::254, fd00:ec2::254, true"})
    void allowOpensWhatItNamesAndMetadataByItselfOnly(String address, String allowed, boolean open) {
        NetworkPolicy policy = Networks.secured(InetAddress::getAllByName, allowed);
        assertThat(reaches(policy, Provenance.OTHERS, address)).isEqualTo(open);
    }

    @Test
    void resolveLeavesOutAddressesThatAreRefused() throws UnknownHostException {
        InetAddress open = InetAddress.ofLiteral("192.0.2.7");
        InetAddress[] both = {InetAddress.ofLiteral("10.0.0.5"), open};
        NetworkPolicy policy = Networks.secured(name -> name.equals("both.test") ? both : new InetAddress[]{both[0]});
        assertThat(policy.reach(Provenance.OTHERS).resolve("both.test")).containsExactly(open);
        assertThatThrownBy(() -> policy.reach(Provenance.OTHERS).resolve("db.internal")).hasMessage(
                "the address 10.0.0.5 of db.internal is private, and halo.network.allow does not name it");
        policy.reach(Provenance.OTHERS).check("url", URI.create("http://db.internal/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.1/8", "db.internal", "10.0.0", "", "::1/129"})
    void allowWhenNoNetworkRefusesTheStart(String entry) {
        assertThatThrownBy(() -> new NetworkProperties(List.of(entry))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("halo.network.allow has '" + entry + "'");
    }
}
