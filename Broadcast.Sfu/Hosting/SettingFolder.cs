namespace Broadcast.Sfu.Hosting;

/// <summary>A folder that a setting names and that a host cannot do without.</summary>
public static class SettingFolder
{
    /// <summary>Makes it where it is not there yet.</summary>
    /// <param name="key">The setting.</param>
    /// <exception cref="OperatorException">It cannot be made.</exception>
    public static void Create(string path, string key)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{key}: the folder cannot be made. {failure.Message}", failure);
        }
    }
}
