using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KeepTemplatesAndLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DiagnosisKey",
                table: "Advice",
                type: "TEXT",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PatientKey",
                table: "Advice",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AdviceTemplates",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    TemplateId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HubCode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    NameHi = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AdviceTemplates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ListImports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: true),
                    BasedOn = table.Column<int>(type: "INTEGER", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    SignedBy = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    OrderedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Rows = table.Column<string>(type: "TEXT", nullable: false),
                    Contradiction = table.Column<string>(type: "TEXT", nullable: true),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Undoes = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListImports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsedWords",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PractitionerCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Diagnosis = table.Column<string>(type: "TEXT", nullable: true),
                    Medicine = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedWords", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Advice_PractitionerCode_DiagnosisKey",
                table: "Advice",
                columns: new[] { "PractitionerCode", "DiagnosisKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Advice_PractitionerCode_PatientKey",
                table: "Advice",
                columns: new[] { "PractitionerCode", "PatientKey" });

            migrationBuilder.CreateIndex(
                name: "IX_AdviceTemplates_HubCode",
                table: "AdviceTemplates",
                column: "HubCode");

            migrationBuilder.CreateIndex(
                name: "IX_AdviceTemplates_OwnerId",
                table: "AdviceTemplates",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_AdviceTemplates_TemplateId",
                table: "AdviceTemplates",
                column: "TemplateId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ListImports_Number",
                table: "ListImports",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UsedWords_PractitionerCode_Kind_Id",
                table: "UsedWords",
                columns: new[] { "PractitionerCode", "Kind", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AdviceTemplates");

            migrationBuilder.DropTable(
                name: "ListImports");

            migrationBuilder.DropTable(
                name: "UsedWords");

            migrationBuilder.DropIndex(
                name: "IX_Advice_PractitionerCode_DiagnosisKey",
                table: "Advice");

            migrationBuilder.DropIndex(
                name: "IX_Advice_PractitionerCode_PatientKey",
                table: "Advice");

            migrationBuilder.DropColumn(
                name: "DiagnosisKey",
                table: "Advice");

            migrationBuilder.DropColumn(
                name: "PatientKey",
                table: "Advice");
        }
    }
}
