using System.Text.Json;
using System.Threading.Channels;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Bench.Servers;

/// <summary>
/// Where the benchmark speaks to its node: lines come in, each a <see cref="WorkerRequest"/> or <see cref="AdmitPrefix"/> and a
/// <see cref="ViewerAdmission"/>; answers go out in the order of the lines. Nothing waits for the answer before it.
/// </summary>
internal sealed class NodeDesk(IControlChannel channel)
{
    public const string AdmitPrefix = "admit ";

    private readonly Channel<Task<ControlResponse>> answers = Channel.CreateUnbounded<Task<ControlResponse>>();
    private RtpCapabilities capabilities = new();

    /// <summary>Until the lines end.</summary>
    public async Task ServeAsync(TextReader lines, TextWriter output)
    {
        var writing = WriteAnswersAsync(output);
        while (await lines.ReadLineAsync() is { } line)
            await answers.Writer.WriteAsync(AnswerAsync(line));
        answers.Writer.Complete();
        await writing;
    }

    private async Task<ControlResponse> AnswerAsync(string line)
    {
        if (line.StartsWith(AdmitPrefix, StringComparison.Ordinal))
            return await JsonSerializer.Deserialize<ViewerAdmission>(line.AsSpan(AdmitPrefix.Length))!.CarryOutAsync(channel, capabilities);
        if (JsonSerializer.Deserialize(line, ControlJson.Default.WorkerRequest) is not { } request)
            return new ControlError(ControlErrorCode.InvalidArgument, "A request is a JSON object.");
        var response = await channel.RequestAsync(request, CancellationToken.None);
        if (response is RouterCreated router)
            capabilities = router.RtpCapabilities;
        return response;
    }

    private async Task WriteAnswersAsync(TextWriter output)
    {
        await foreach (var answer in answers.Reader.ReadAllAsync())
            await output.WriteLineAsync(JsonSerializer.Serialize(await answer, ControlJson.Default.ControlResponse));
    }
}
