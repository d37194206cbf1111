import ink.dreamnet.halo.generated.ApiClient;
import ink.dreamnet.halo.generated.ApiException;
import ink.dreamnet.halo.generated.api.EndpointsApi;
import ink.dreamnet.halo.generated.api.LoopApi;
import ink.dreamnet.halo.generated.api.TasksApi;
import ink.dreamnet.halo.generated.api.TasksApi.APIListTasksRequest;
import ink.dreamnet.halo.generated.api.WeakPointsApi;
import ink.dreamnet.halo.generated.api.WeakPointsApi.APIListWeakPointsRequest;
import ink.dreamnet.halo.generated.model.ApprovalOrder;
import ink.dreamnet.halo.generated.model.CycleMode;
import ink.dreamnet.halo.generated.model.EndpointSpec;
import ink.dreamnet.halo.generated.model.Problem;
import ink.dreamnet.halo.generated.model.RunOrder;
import ink.dreamnet.halo.generated.model.Task;
import ink.dreamnet.halo.generated.model.TaskStatus;
import ink.dreamnet.halo.generated.model.WeakPointWithTasks;

/// Drives HALO by the client that was generated from its description: `Drive.java <url of HALO> <url where nobody listens> <id of an endpoint to make>`.
public class Drive {

    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        LoopApi loop = new LoopApi(client);
        TasksApi tasks = new TasksApi(client);
        System.out.println("running " + loop.getStatus().getStatus().getIsRunning());
        new EndpointsApi(client).putEndpoint(args[2], new EndpointSpec().url(args[1]).attempts(1));
        System.out.println("cycle " + loop.runCycle(null, null, new RunOrder().mode(CycleMode.FULL)
                .addSubjectsItem("endpoint:" + args[2])).getCycle().getStatus());
        WeakPointWithTasks weakPoint = new WeakPointsApi(client).listWeakPoints(APIListWeakPointsRequest.newBuilder()
                .subject("endpoint:" + args[2]).build()).getWeakPoints().get(0);
        System.out.println("weak point " + weakPoint.getCode() + " " + weakPoint.getSeverity() + " " + weakPoint
                .getSubject().getKind());
        Task task = tasks.getTask(weakPoint.getTaskIds().get(0).toString()).getTask();
        System.out.println("task " + task.getStatus() + " " + task.getTargetAgents().isEmpty());
        TaskStatus status = tasks.approveTask(task.getId().toString(), new ApprovalOrder().comment("generated")
                .contentHash(task.getContentHash())).getTask().getStatus();
        System.out.println("approved " + !status.equals(TaskStatus.PENDING_APPROVAL));
        try {
            tasks.approveTask(task.getId().toString(), new ApprovalOrder().contentHash(task.getContentHash()));
        } catch (ApiException refused) {
            System.out.println("refused " + problem(client, refused).getStatus());
        }
        try {
            tasks.listTasks(APIListTasksRequest.newBuilder().limit(0).build());
        } catch (ApiException refused) {
            Problem problem = problem(client, refused);
            System.out.println("wrong " + problem.getErrors().get(0).getField() + " " + problem.getOk());
        }
    }

    private static Problem problem(ApiClient client, ApiException refused) throws Exception {
        return client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    }
}
