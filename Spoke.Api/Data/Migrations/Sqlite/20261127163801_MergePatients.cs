using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeyVersion",
                table: "Patients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "Patients",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "RegisteredBy",
                table: "Patients",
                type: "TEXT",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RelativeKey",
                table: "Patients",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "SurvivorId",
                table: "Patients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Patients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "PatientMerges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SurvivorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MergedId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MergedBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    MergedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SeparatedBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    SeparatedAt = table.Column<long>(type: "INTEGER", nullable: true)
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
