using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>What must be seen and heard for a while.</summary>
/// <param name="Seen">Whose cameras.</param>
/// <param name="Heard">Whose microphones.</param>
/// <param name="Areas">Where their pictures lie in a recording of 1280×720; in which order is the layout's choice.</param>
/// <param name="IsShared">Whether a screen is beside them.</param>
internal sealed record Scene(string Name, IReadOnlyList<Cast> Seen, IReadOnlyList<Cast> Heard, IReadOnlyList<PictureArea> Areas, bool IsShared = false)
{
    private static readonly PictureArea SharedScreen = new(0, 72, 1024, 576);
    private static readonly PictureArea Whole = new(0, 0, 1280, 720);
    private static readonly PictureArea[] Halves = [new(0, 180, 640, 360), new(640, 180, 640, 360)];
    private static readonly PictureArea[] Strip = [new(1024, 216, 256, 144), new(1024, 360, 256, 144)];

    /// <summary>The area that tells by its light whether anything is shown: the shared screen, or else the first picture's.</summary>
    public PictureArea LitArea => IsShared ? SharedScreen : Areas[0];

    public static Scene Alone(string name, Cast seen, params Cast[] heard) => new(name, [seen], heard, [Whole]);

    public static Scene Both(string name, params Cast[] heard) => new(name, [Cast.Anna, Cast.Bert], heard, Halves);

    public static Scene Shared(string name) => new(name, [Cast.Anna, Cast.Bert], [Cast.Anna, Cast.Bert], Strip, IsShared: true);

    public static Scene Nobody(string name) => new(name, [], [Cast.Anna, Cast.Bert], [Whole]);
}
