using System.Text.Json;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Sfu.Tests.Control.Validation;

public class StrictJsonTests
{
    [Theory]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t"}""", "dtlsParameters: This is missing.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":null}""", "dtlsParameters: This must not be null.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":{"fingerprints":null}}""", "dtlsParameters.fingerprints: This must not be null.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":{}}""", "dtlsParameters.fingerprints: This is missing.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":{"fingerprints":[{}]}}""", "dtlsParameters.fingerprints[0].algorithm: This is missing.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":{"fingerprints":[{"algorithm":"sha-256","value":null}]}}""", "dtlsParameters.fingerprints[0].value: This must not be null.")]
    [InlineData("""{"type":"transport.connectWebRtc","transport":"t","dtlsParameters":{"fingerprints":"none"}}""", "dtlsParameters.fingerprints: This is not of the kind that belongs here.")]
    [InlineData("""{"type":"transport.close","transport":"not an id"}""", "transport: An id is 1 to 64 of A-Z a-z 0-9 _ - . and begins with no dot.")]
    [InlineData("""{"type":"transport.close","transport":7}""", "transport: This is not of the kind that belongs here.")]
    [InlineData("nonsense", "This is not JSON.")]
    public void Names_the_field_and_says_what_is_wrong_with_it(string json, string sentence)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ControlJson.Default.WorkerRequest));

        Assert.Equal(sentence, StrictJson.Explain(refusal).ToString());
    }
}
