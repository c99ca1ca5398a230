namespace Broadcast.Bench.Start;

/// <summary>A data directory for each build, kept between its starts: the first start of all makes it, and is measured among the others.</summary>
internal sealed class StartData : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("broadcast-start-").FullName;

    public string Of(string name) => Directory.CreateDirectory(Path.Combine(directory, name)).FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
