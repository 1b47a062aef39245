import org.apache.activemq.broker.BrokerService;

/** Starts ActiveMQ with its settings as they come, nothing kept on disk, on the loopback port given. */
public class ActiveMQ {
    public static void main(String[] args) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setDataDirectory(args[0]);
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.addConnector("mqtt://127.0.0.1:" + args[1] + "?wireFormat.maxFrameSize=104857600");
        broker.start();
        broker.waitUntilStopped();
    }
}
