using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class MergePatients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AnotherBecause",
                table: "Patients",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeyVersion",
                table: "Patients",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "Patients",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "RegisteredBy",
                table: "Patients",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RelativeKey",
                table: "Patients",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "SurvivorId",
                table: "Patients",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Patients",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "PatientMerges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    SurvivorId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MergedId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MergedBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    MergedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    SeparatedBy = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    SeparatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PatientMerges", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Patients_SpokeCode_NameKey",
                table: "Patients",
                columns: new[] { "SpokeCode", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Patients_SpokeCode_RelativeKey",
                table: "Patients",
                columns: new[] { "SpokeCode", "RelativeKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Patients_SurvivorId",
                table: "Patients",
                column: "SurvivorId");

            migrationBuilder.CreateIndex(
                name: "IX_PatientMerges_MergedId",
                table: "PatientMerges",
                column: "MergedId");

            migrationBuilder.CreateIndex(
                name: "IX_PatientMerges_SurvivorId",
                table: "PatientMerges",
                column: "SurvivorId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PatientMerges");

            migrationBuilder.DropIndex(
                name: "IX_Patients_SpokeCode_NameKey",
                table: "Patients");

            migrationBuilder.DropIndex(
                name: "IX_Patients_SpokeCode_RelativeKey",
                table: "Patients");

            migrationBuilder.DropIndex(
                name: "IX_Patients_SurvivorId",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "AnotherBecause",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "KeyVersion",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "RegisteredBy",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "RelativeKey",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "SurvivorId",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Patients");
        }
    }
}
