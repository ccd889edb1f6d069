using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddPromise : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Promise",
                table: "ConsultRequests",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PromiseHop",
                table: "ConsultRequests",
                type: "int",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Promise",
                table: "ConsultRequests");

            migrationBuilder.DropColumn(
                name: "PromiseHop",
                table: "ConsultRequests");
        }
    }
}
