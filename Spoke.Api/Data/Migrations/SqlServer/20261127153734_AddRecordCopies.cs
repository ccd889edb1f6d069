using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.SqlServer
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    CopyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SpokeCode = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    PatientId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AskedFor = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    AskedBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    AskedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Document = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    MadeAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    GivenBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    GivenAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
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
