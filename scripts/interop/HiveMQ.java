import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.*;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.file.*;

/** Starts HiveMQ CE in a folder, on the loopback port that its configuration names, open to everybody. */
public class HiveMQ {
    static class Open implements ExtensionMain {
        public void extensionStart(ExtensionStartInput in, ExtensionStartOutput out) {
            SimpleAuthenticator all = (request, answer) -> answer.authenticateSuccessfully();
            Services.securityRegistry().setAuthenticatorProvider(ignored -> all);
        }

        public void extensionStop(ExtensionStopInput in, ExtensionStopOutput out) {}
    }

    public static void main(String[] args) throws Exception {
        Path home = Paths.get(args[0]);
        for (String folder : new String[] {"conf", "data", "extensions"}) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.writeString(home.resolve("conf/config.xml"), "<hivemq><listeners><tcp-listener><port>" + args[1]
            + "</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>"
            + "<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>");
        EmbeddedExtension open = EmbeddedExtension.builder().withId("open").withName("open").withVersion("1")
            .withExtensionMain(new Open()).build();
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder().withConfigurationFolder(home.resolve("conf"))
            .withDataFolder(home.resolve("data")).withExtensionsFolder(home.resolve("extensions"))
            .withEmbeddedExtension(open).build();
        broker.start().join();
        Thread.currentThread().join();
    }
}
