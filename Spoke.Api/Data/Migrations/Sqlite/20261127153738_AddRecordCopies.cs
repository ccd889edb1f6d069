using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddRecordCopies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RecordCopies",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CopyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SpokeCode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    PatientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedFor = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    AskedBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Document = table.Column<byte[]>(type: "BLOB", nullable: true),
                    MadeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    GivenBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    GivenAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordCopies", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RecordCopies_CopyId",
                table: "RecordCopies",
                column: "CopyId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RecordCopies_MadeAt",
                table: "RecordCopies",
                column: "MadeAt");

            migrationBuilder.CreateIndex(
                name: "IX_RecordCopies_SpokeCode_GivenAt",
                table: "RecordCopies",
                columns: new[] { "SpokeCode", "GivenAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RecordCopies");
        }
    }
}
