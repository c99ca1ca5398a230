namespace Broadcast.Recorder.Tests.Cases;

[Trait("Category", "Servers")]
[Trait("Suite", "Recording")]
public sealed class RecordingCaseTests(CaseRun run) : IClassFixture<CaseRun>
{
    public static TheoryData<string> Names => [.. RecordingCases.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_recorded_as_expected(string name) => Assert.Empty((await run.ResultOf(name)).Failures());
}
