namespace Broadcast.Api.Stage;

/// <summary>How many are in one audience.</summary>
/// <param name="Participants">All, with those whose connection was lost a moment ago.</param>
/// <param name="Viewers">Viewers who are connected.</param>
/// <param name="WithoutPicture">Whose browser knows no codec of a picture on the stage.</param>
/// <param name="Quality">What their browsers reported of late.</param>
internal sealed record AudienceCount(AudienceId Audience, int Participants, int Viewers, int WithoutPicture, QualityTally Quality = default);
