using System.Text.Json;
using Broadcast.Jobs.Database;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Catalogue;

/// <summary>
/// The tables of recordings, of their files and journals, and of the keys of links to them. They share the application's database with the tables of other contexts and refer to
/// none of them: <see cref="Recording.WebinarId"/> is a plain value.
/// </summary>
public sealed class RecordingCatalogue(DbContextOptions<RecordingCatalogue> options) : DbContext(options)
{
    public DbSet<Recording> Recordings => Set<Recording>();
    public DbSet<RecordingFile> RecordingFiles => Set<RecordingFile>();
    public DbSet<RecordingNote> RecordingNotes => Set<RecordingNote>();
    public DbSet<JournalPart> JournalParts => Set<JournalPart>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<string>().HaveMaxLength(512);
        configurationBuilder.Properties<RecordingId>().HaveConversion<IdConversion<RecordingId>>().HaveMaxLength(512);
        configurationBuilder.Properties<WebinarId>().HaveConversion<IdConversion<WebinarId>>().HaveMaxLength(512);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Recording>(recording =>
        {
            recording.HasKey(r => r.Id);
            recording.HasIndex(r => new { r.WebinarId, r.StartedAt });
            recording.HasIndex(r => r.State);
            recording.Property(r => r.Error).HasMaxLength(2000);
            recording.Property(r => r.Style).HasMaxLength(4000).HasConversion(
                style => JsonSerializer.Serialize(style, JsonSerializerOptions.Web),
                stored => JsonSerializer.Deserialize<CompositionStyle>(stored, JsonSerializerOptions.Web)!);
            recording.Property(r => r.LinkSeries).HasDefaultValue(0);
            recording.Property(r => r.Attempts).HasDefaultValue(0);
            recording.Property(r => r.LiveBytes).HasDefaultValue(0L);
            recording.HasIndex(r => r.ExpiresAt);
            recording.HasMany(r => r.Files).WithOne().HasForeignKey(f => f.RecordingId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<RecordingNote>(note =>
        {
            note.HasIndex(n => n.RecordingId);
            note.Property(n => n.Text).HasMaxLength(RecordingNote.MaxTextLength);
        });
        modelBuilder.Entity<RecordingFile>().HasKey(f => f.StoreKey);
        modelBuilder.Entity<JournalPart>().HasKey(part => new { part.RecordingId, part.Epoch });
        modelBuilder.Entity<SigningKey>().HasKey(k => k.Name);
    }
}
