namespace Broadcast.Api.Stage;

/// <summary>A refused call of the stage. The hub answers it as <c>code: sentence</c>, the HTTP API as problem+json.</summary>
[GenerateSerializer]
internal sealed class StageException(StageErrorCode code, string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    [Id(0)]
    public StageErrorCode Code { get; private set; } = code;
}
